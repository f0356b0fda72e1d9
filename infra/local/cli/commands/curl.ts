import type { AccountView } from '../../../client/types.ts';
import { exitCodes, Failure } from '../../../errors.ts';
import { curlLine } from '../../curl-line.ts';
import { chooseApp } from '../shared/account.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { readJsonArgument } from '../shared/json-argument.ts';
import { mint, sayRefusal, tokenOptions } from '../shared/minted.ts';
import { takeWords } from '../shared/subcommand.ts';

function pathOf({ flag, text }: Invocation, { accountId, bots }: AccountView, botId?: string): string {
  const query = new URLSearchParams();
  for (const [option, parameter] of [
    ['containment-type', 'containmentType'],
    ['call-id', 'callId'],
  ] as const) {
    const value = text(option);
    if (value !== undefined) query.set(parameter, value);
  }
  const search = query.size > 0 ? `?${query}` : '';
  if (flag('all-bots')) return `/api/public/getSessions${search}`;
  const bot = botId ?? bots[0]?.botId;
  if (bot === undefined) throw new Failure(`The account ${accountId} has no bot yet.`);
  return `/api/public/bot/${encodeURIComponent(bot)}/getSessions${search}`;
}

/** JSON that every terminal shows and every shell passes on. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export const curlCommand: Command = {
  name: 'curl',
  summary: 'a getSessions request as a line for the shell, ready to be pasted',
  usage: ['curl [BOT_ID] [options]', 'curl --all-bots [options]'],
  details: ["Without a bot id, the account's first bot is asked."],
  options: {
    'all-bots': { about: 'ask the route of the whole account, as its admin app' },
    body: { value: 'FILE|JSON|-', about: 'what to send (default: {"limit":2})' },
    'containment-type': { value: 'TYPE', about: 'dropOff, selfService or agent' },
    'call-id': { value: 'ID', about: 'the session of a call' },
    ...tokenOptions,
  },
  run: async (invocation) => {
    const [botId] = takeWords('curl', invocation, 'BOT_ID?');
    const { client, output, text, flag } = invocation;
    const body =
      text('body') === undefined ? { limit: 2 } : await readJsonArgument(text('body') ?? '', invocation);
    const account = await client.call('getAccount', { accountId: invocation.account });
    const path = pathOf(invocation, account, botId);
    const app = chooseApp(account, text('client'), flag('all-bots') ? 'admin' : 'builder');
    const minted = await mint(invocation, app.clientId);
    sayRefusal(minted, output);
    const { token } = minted;
    const line = curlLine({ url: client.url, path, token, body: asciiJson(body) });
    output.result({ curl: line, url: client.url + path, token, body }, () => line);
    return exitCodes.done;
  },
};
