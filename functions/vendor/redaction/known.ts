/** Where something stands in a text: from, and to before where. */
export type Range = readonly [from: number, to: number];

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

/** Where known secrets stand. */
export function knownRanges(text: string, secrets: Secrets): Range[] {
  const ranges: Range[] = [];
  for (const secret of secrets) {
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
      let end = at + secret.length;
      if (secret.length < shortestApart && !isApart(text, at, end)) continue;
      while (text[end] === '=') end += 1;
      ranges.push([at, end]);
    }
  }
  return ranges;
}

function isApart(text: string, from: number, to: number): boolean {
  return !wordUnit.test(text.charAt(from - 1)) && !wordUnit.test(text.charAt(to));
}
