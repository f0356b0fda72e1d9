import { SignJWT } from 'jose';
import type { StartLine } from './spawned.ts';

export interface SessionsAnswer {
  total: number;
  sessions: Record<string, unknown>[];
}

/** Asks the account route of a started emulator, as its admin app. */
export async function askAll({ url, account }: StartLine, body: unknown = {}): Promise<SessionsAnswer> {
  const app = account.apps.find(({ kind }) => kind === 'admin');
  if (!app) throw new Error('The start line names no admin app.');
  const token = await new SignJWT({ appId: app.clientId })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(app.clientSecret));
  const response = await fetch(`${url}/api/public/getSessions`, {
    method: 'POST',
    headers: { auth: token },
    body: JSON.stringify(body),
  });
  if (response.status !== 200) throw new Error(`getSessions gave ${response.status}`);
  return (await response.json()) as SessionsAnswer;
}
