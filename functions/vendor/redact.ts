const tokenLike = /eyJ[\w-]*\.[\w-]*\.[\w-]*(?:\.[\w-]*)*/g;
const secretName = /^(?:auth|authorization|jwt|token|password|api_?key|.*secret.*)$/i;
const hidden = '[redacted]';

/** Takes tokens, and the secret of the app that asked, out of a text that a client sent. */
export function redactText(text: string, secret: string | undefined): string {
  const withoutTokens = text.replace(tokenLike, hidden);
  return secret ? withoutTokens.replaceAll(secret, hidden) : withoutTokens;
}

/** As `redactText` for a query string, whose parameters may also be named like a secret. */
export function redactQuery(query: string, secret: string | undefined): string {
  if (query === '') return query;
  const pairs = [...new URLSearchParams(query)];
  const clean = pairs.map(([name, value]): [string, string] => [
    redactText(name, secret),
    secretName.test(name) ? hidden : redactText(value, secret),
  ]);
  const changed = clean.some(
    ([name, value], index) => name !== pairs[index]?.[0] || value !== pairs[index]?.[1],
  );
  return changed ? `?${new URLSearchParams(clean)}` : query;
}

// A backslash can hide all of them.
const perhapsSecret = /\\|eyJ|auth|jwt|token|password|api_?key|secret/i;

/** As `redactText` for a body: JSON where it is, its fields named like a secret left out; else the text. */
export function redactBody(text: string, secret: string | undefined): unknown {
  try {
    // Looking at every value takes several times as long as parsing.
    if (!perhapsSecret.test(text) && !(secret && text.includes(secret))) return JSON.parse(text);
    return JSON.parse(text, (name, value: unknown) => {
      if (secretName.test(name)) return hidden;
      return typeof value === 'string' ? redactText(value, secret) : value;
    });
  } catch {
    return redactText(text, secret);
  }
}
