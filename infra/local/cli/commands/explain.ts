import { pagesOf } from '../../../client/pages.ts';
import type { AccountView, JournalEntry } from '../../../client/types.ts';
import { exitCodes } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { entryText } from '../shared/journal.ts';
import { columns } from '../shared/output.ts';
import { takeWords } from '../shared/subcommand.ts';

/** The last request that was refused, and not by a fault rule: of the account, or of no account where that is later. */
async function lastRefusal({ client, account }: Invocation): Promise<JournalEntry | undefined> {
  const { requests: unattributed } = await client.call('getUnattributedRequests', { query: { limit: '1' } });
  const own = await lastOwn({ client, account });
  return [own, ...unattributed].sort((a, b) => (b?.at ?? '').localeCompare(a?.at ?? ''))[0];
}

async function lastOwn({ client, account }: Pick<Invocation, 'client' | 'account'>) {
  for await (const { requests } of pagesOf(client, 'getRequests', { accountId: account })) {
    const refused = requests.find(({ status, faults }) => status >= 400 && faults.length === 0);
    if (refused) return refused;
  }
  return undefined;
}

const seconds = (value: number): string => {
  const at = new Date(value * 1000);
  return `${value}  ${Number.isNaN(at.getTime()) ? 'no date' : at.toISOString()}`;
};

function tokenRows({ token }: JournalEntry, { clock, settings, apps }: AccountView): string[][] {
  if (!token) return [];
  const { algorithm, clientId, iat, nbf, exp, claims } = token;
  const app = apps.find((each) => each.clientId === clientId);
  return [
    [
      'token',
      `signed with ${algorithm ?? 'no algorithm that is known'}; claims: ${claims.join(', ') || 'none'}`,
    ],
    [
      'client',
      clientId === undefined ? 'not named' : `${clientId}${app ? ` (${app.kind} app, ${app.name})` : ''}`,
    ],
    ...(iat === undefined ? [] : [['iat', seconds(iat)]]),
    ...(nbf === undefined ? [] : [['nbf', seconds(nbf)]]),
    ...(exp === undefined ? [] : [['exp', seconds(exp)]]),
    [
      'clock',
      settings.tokenClock === 'machine'
        ? "the machine's, as the setting tokenClock has it"
        : `the account's: ${clock.mode}, shows ${clock.now} now`,
    ],
  ];
}

export const explainCommand: Command = {
  name: 'explain',
  summary: 'the last refusal: what was asked, why it was refused, what its token says',
  usage: ['explain [--account ID]'],
  details: ['Of a token the emulator keeps no signature, and of its claims only times, client and names.'],
  run: async (invocation) => {
    takeWords('explain', invocation);
    const { client, output } = invocation;
    const account = await client.call('getAccount', { accountId: invocation.account });
    const entry = await lastRefusal(invocation);
    output.result({ refusal: entry ?? null }, () =>
      entry === undefined
        ? 'Nothing was refused.'
        : [
            entryText(entry),
            columns([
              ...(entry.reason ? [['reason', `${entry.reason.code}: ${entry.reason.text}`]] : []),
              ...(entry.body === undefined ? [] : [['body', JSON.stringify(entry.body)]]),
              ...tokenRows(entry, account),
            ]),
          ].join('\n'),
    );
    return exitCodes.done;
  },
};
