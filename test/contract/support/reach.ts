/**
 * Tries an emulator's URL and control key.
 *
 * @returns what is wrong, for people; undefined where nothing is
 */
export async function describeReach(url: string, controlKey: string): Promise<string | undefined> {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/_emulator${path}`, { headers, signal: AbortSignal.timeout(30_000) });
  try {
    const health = await get('/health');
    if (health.status !== 200) {
      return `${url} answers, but not as an emulator that is ready: GET /_emulator/health gave ${health.status}.`;
    }
    // No account has this id; the answer is 404 where the key is right.
    const keyed = await get('/accounts/contract-suite-asks', { authorization: `Bearer ${controlKey}` });
    if (keyed.status === 404) return undefined;
    if (keyed.status === 401) return `The emulator at ${url} does not accept this control key.`;
    return `The control API at ${url} answers ${keyed.status} where 404 is expected.`;
  } catch (error) {
    return `No emulator answers at ${url}: ${causeOf(error)}.`;
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What fetch throws says only "fetch failed"; its cause says why.
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}
