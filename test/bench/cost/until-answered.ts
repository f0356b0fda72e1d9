/** How often a request is sent at most. */
export const mostRequests = 10;

/** The vendor's 500 of an emulator that ran out of time or could not read its store. */
const isUnavailable = ({ status, headers }: Response): boolean =>
  status === 500 && (headers.get('x-emulator-reason') ?? '').startsWith('store_unavailable');

/**
 * Sends a request again, as a client would, where the emulator had no time to read all that it needs.
 *
 * @returns the first other answer, or the last, and how many requests it took
 */
export async function untilAnswered(
  send: () => Promise<Response>,
): Promise<{ response: Response; requests: number }> {
  let response = await send();
  let requests = 1;
  for (; isUnavailable(response) && requests < mostRequests; requests++) response = await send();
  return { response, requests };
}
