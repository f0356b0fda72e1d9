import { SignJWT } from 'jose';

/** Calls the control API: the path below /_emulator, the body as it is sent. Throws where it is refused. */
export type Control = <T>(method: string, path: string, body?: string) => Promise<T>;

export interface BenchAccount {
  accountId: string;
  botIds: string[];
  /** Tokens without an end: of the app linked to the bots, and of the one for the whole account. */
  tokens: { builder: string; admin: string };
}

interface AppView {
  kind: 'builder' | 'admin';
  clientId: string;
  clientSecret: string;
}

/** @param input as POST /_emulator/accounts takes it */
export async function makeAccount(
  control: Control,
  input: Record<string, unknown> = {},
): Promise<BenchAccount> {
  const { accountId, bots, apps } = await control<{
    accountId: string;
    bots: { botId: string }[];
    apps: AppView[];
  }>('POST', '/accounts', JSON.stringify(input));
  const tokenOf = (kind: AppView['kind']): Promise<string> => {
    const app = apps.find((candidate) => candidate.kind === kind);
    if (!app) throw new Error(`The new account has no ${kind} app.`);
    return tokenFor(app.clientId, app.clientSecret);
  };
  const tokens = { builder: await tokenOf('builder'), admin: await tokenOf('admin') };
  return { accountId, botIds: bots.map(({ botId }) => botId), tokens };
}

export function tokenFor(clientId: string, clientSecret: string): Promise<string> {
  return new SignJWT({ appId: clientId })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(clientSecret));
}

/** @throws Error with what the control API said */
export async function toJson<T>(call: string, response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${call}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
