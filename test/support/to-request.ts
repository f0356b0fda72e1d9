/**
 * A request to an application that is called without a network.
 *
 * @param target a URL, or a path with its query string
 */
export function toRequest(target: string, init?: RequestInit): Request {
  return new Request(/^https?:/.test(target) ? target : `http://localhost${target}`, init);
}
