import { SignJWT } from 'jose';
import type { StartLine } from './spawned.ts';

export interface SessionsAnswer {
  total: number;
  sessions: Record<string, unknown>[];
}

/** Asks a started emulator as the account's admin app: its account route, or the route of one bot. */
export async function askAll(
  { url, account }: StartLine,
  body: unknown = {},
  botId?: string,
): Promise<SessionsAnswer> {
  const app = account.apps.find(({ kind }) => kind === 'admin');
  if (!app) throw new Error('The start line names no admin app.');
  const token = await new SignJWT({ appId: app.clientId })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(app.clientSecret));
  const route = botId === undefined ? 'getSessions' : `bot/${botId}/getSessions`;
  const response = await fetch(`${url}/api/public/${route}`, {
    method: 'POST',
    headers: { auth: token },
    body: JSON.stringify(body),
  });
  if (response.status !== 200)
    throw new Error(`getSessions gave ${response.status}: ${await response.text()}`);
  return (await response.json()) as SessionsAnswer;
}
