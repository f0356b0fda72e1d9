/** Takes where something stands in a text: from, and to before where. */
export type Found = (from: number, to: number) => void;

/** What people of a deployment must never read: secrets as they are, and as they come out of common mistakes. */
export type Secrets = readonly string[];

/** Shorter ones stand in other words: they are looked for between words only. */
const shortestApart = 8;

const wordUnit = /[\w-]/;

/** A secret as it is, without its padding, with "+" read as a blank, and in the alphabet for URLs. */
function formsOf(secret: string): string[] {
  const bare = secret.replace(/={1,2}$/, '');
  return [bare, bare.replaceAll('+', ' '), bare.replaceAll('+', '-').replaceAll('/', '_')];
}

/** Prepares secrets for being looked for. */
export function secretsOf(secrets: Iterable<string>): Secrets {
  return [...new Set([...secrets].flatMap(formsOf))].filter((form) => form !== '');
}

// A "%" before a secret takes its first two units with it where it is read as an escape.
const taken = 2;
/** From which length on a secret is told without them too. */
const shortestTold = 16;

const takenOf = (secret: string): number => (secret.length >= shortestTold ? taken : 0);

/** Whether known secrets may stand in a text: where this is false, `knownRanges` finds none. */
export const mayHold = (text: string, secrets: Secrets): boolean =>
  secrets.some((secret) => {
    const before = takenOf(secret);
    // Most texts are shorter than most secrets.
    return secret.length - before <= text.length && text.includes(secret.slice(before));
  });

/** Where known secrets stand. */
export function knownRanges(text: string, secrets: Secrets, found: Found): void {
  for (const secret of secrets) {
    const before = takenOf(secret);
    const core = secret.slice(before);
    for (let at = text.indexOf(core); at >= 0; at = text.indexOf(core, at + core.length)) {
      let end = at + core.length;
      if (secret.length < shortestApart && !isApart(text, at, end)) continue;
      while (text[end] === '=') end += 1;
      found(Math.max(at - before, 0), end);
    }
  }
}

function isApart(text: string, from: number, to: number): boolean {
  return !wordUnit.test(text.charAt(from - 1)) && !wordUnit.test(text.charAt(to));
}
