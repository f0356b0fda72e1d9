/** How many letters must be put in, taken out or changed to make one word of another (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The known word that was probably meant, as an end of a sentence; nothing where none is close. */
export function suggestion(word: string, known: readonly string[]): string {
  const [closest] = known
    .map((candidate) => ({ candidate, far: candidate.startsWith(word) ? 0 : distance(word, candidate) }))
    .sort((a, b) => a.far - b.far);
  if (!closest || closest.far > 2 || word === '') return `; it is one of ${known.join(', ')}`;
  return `; did you mean "${closest.candidate}"?`;
}
