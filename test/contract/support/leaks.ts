import { expect } from 'vitest';

// Shorter parts of a token occur by chance.
const shortestTell = 16;

/** Holds that a refusal repeats neither a secret nor any part of the token that was sent. */
export async function expectNoLeak(
  response: Response,
  secrets: readonly string[],
  token: string,
): Promise<void> {
  const shown = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const text = `${shown}\n${await response.clone().text()}`;
  const tells = [...secrets, token, ...token.split('.')].filter(({ length }) => length >= shortestTell);
  for (const tell of tells) {
    expect(text.includes(tell), `the refusal repeats ${tell.slice(0, 8)}...: ${text}`).toBe(false);
  }
}
