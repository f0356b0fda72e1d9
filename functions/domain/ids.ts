export const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** Whether a text can be the id of a session, a bot or an account here, and so part of a key. */
export function isId(text: string): boolean {
  return idPattern.test(text);
}
