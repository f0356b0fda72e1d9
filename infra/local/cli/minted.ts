import type { AccountView, AppView } from './account.ts';
import type { Invocation, OptionSpecs } from './command.ts';
import { CliError } from './failure.ts';
import { readJsonArgument } from './json-argument.ts';
import type { Output } from './output.ts';

export interface Minted {
  token: string;
  claims: Record<string, unknown>;
  /** The reason code that a flawed token is refused for. */
  refusedFor?: string;
}

/** Options of the commands that make a token. */
export const tokenOptions = {
  client: { value: 'ID', about: 'client id of the app (default: the first that fits)' },
  'expires-in': { value: 'TIME', about: 'seconds or a duration such as PT15M (default: an hour)' },
  claims: { value: 'FILE|JSON|-', about: "claims to add or to put in place of the token's own" },
  flaw: { value: 'NAME', about: 'what is wrong with it' },
} as const satisfies OptionSpecs;

export async function mint({ client, text }: Invocation, clientId: string): Promise<Minted> {
  const life = text('expires-in');
  const claims = text('claims');
  const flaw = text('flaw');
  return client.call<Minted>(
    'POST',
    client.path('/tokens'),
    { token: 'string' },
    {
      clientId,
      ...(life === undefined ? {} : { expiresIn: /^\d+$/.test(life) ? Number(life) : life }),
      ...(claims === undefined ? {} : { claims: readJsonArgument(claims) }),
      ...(flaw === undefined ? {} : { flaw }),
    },
  );
}

/** Tells people what comes of a token that is bad on purpose. */
export function sayRefusal({ refusedFor }: Minted, output: Output): void {
  if (refusedFor !== undefined) output.say(`The emulator refuses it: ${refusedFor}.`);
}

/** The app that --client names, or the account's first of a kind. */
export function chooseApp(
  { apps, accountId }: AccountView,
  clientId: string | undefined,
  kind: AppView['kind'],
): AppView {
  const app = clientId
    ? apps.find((candidate) => candidate.clientId === clientId)
    : apps.find((candidate) => candidate.kind === kind);
  if (app) return app;
  throw new CliError(
    clientId
      ? `The account ${accountId} has no app with the client id ${clientId}; it has ${apps.map((candidate) => candidate.clientId).join(', ') || 'none'}.`
      : `The account ${accountId} has no ${kind} app: name another app with --client.`,
  );
}
