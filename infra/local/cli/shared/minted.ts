import type { Minted } from '../../../client/types.ts';
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

export async function mint(invocation: Invocation, clientId: string): Promise<Minted> {
  const { client, account, text } = invocation;
  const life = text('expires-in');
  const claims = text('claims');
  const flaw = text('flaw');
  const body = {
    clientId,
    ...(life === undefined ? {} : { expiresIn: /^\d+$/.test(life) ? Number(life) : life }),
    ...(claims === undefined ? {} : { claims: await readJsonArgument(claims, invocation) }),
    ...(flaw === undefined ? {} : { flaw }),
  };
  return client.callUnchecked('makeToken', { accountId: account, body });
}

/** Tells people what comes of a token that is bad on purpose. */
export function sayRefusal({ refusedFor }: Minted, output: Output): void {
  if (refusedFor !== undefined) output.say(`The emulator refuses it: ${refusedFor}.`);
}
