import { controlKey, type Instance } from './instances.ts';

/**
 * Calls the control API.
 *
 * @throws Error where it does not succeed
 */
export async function control<T>(
  instance: Instance,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await instance.request(`/_emulator${path}`, {
    method,
    headers: { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
