/** Why a request got no answer, for people: what `fetch` throws says only "fetch failed"; its cause says why. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? cause.message || cause.name : error.message;
}
