import type { AccountView, AppView, Minted } from '../../../client/types.ts';
import { Failure } from '../../../errors.ts';
import type { Invocation, OptionSpecs } from './command.ts';
import { readJsonArgument } from './json-argument.ts';
import type { Output } from './output.ts';

/** Options of the commands that make a token. */
export const tokenOptions = {
  client: { value: 'ID', about: 'client id of the app (default: the first that fits)' },
  'expires-in': { value: 'TIME', about: 'seconds or a duration such as PT15M (default: an hour)' },
  claims: { value: 'FILE|JSON|-', about: "claims to add or to put in place of the token's own" },
  flaw: { value: 'NAME', about: 'what is wrong with it' },
} as const satisfies OptionSpecs;

export function mint({ client, account, text }: Invocation, clientId: string): Promise<Minted> {
  const life = text('expires-in');
  const claims = text('claims');
  const flaw = text('flaw');
  const body = {
    clientId,
    ...(life === undefined ? {} : { expiresIn: /^\d+$/.test(life) ? Number(life) : life }),
    ...(claims === undefined ? {} : { claims: readJsonArgument(claims) }),
    ...(flaw === undefined ? {} : { flaw }),
  };
  return client.callUnchecked('makeToken', { accountId: account, body });
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
  throw new Failure(
    clientId
      ? `The account ${accountId} has no app with the client id ${clientId}; it has ${apps.map((candidate) => candidate.clientId).join(', ') || 'none'}.`
      : `The account ${accountId} has no ${kind} app: name another app with --client.`,
  );
}
