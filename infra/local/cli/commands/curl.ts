import type { AccountView } from '../../../client/types.ts';
import { exitCodes, Failure } from '../../../errors.ts';
import { curlLine } from '../../curl-line.ts';
import { chooseApp } from '../shared/account.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { readJsonArgument } from '../shared/json-argument.ts';
import { mint, sayRefusal, tokenOptions } from '../shared/minted.ts';
import { takeWords } from '../shared/subcommand.ts';
import { wrongUsage } from '../shared/wording.ts';

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
  const api = readApi(text('api') ?? apis[0], flag('all-bots'));
  if (flag('all-bots')) return `/api/public/${api}${search}`;
  const bot = botId ?? bots[0]?.botId;
  if (bot === undefined) throw new Failure(`The account ${accountId} has no bot yet.`);
  return `/api/public/bot/${encodeURIComponent(bot)}/${api}${search}`;
}

const apis = ['getSessions', 'getMessagesV2', 'getMessages'] as const;

function readApi(given: string, ofAllBots: boolean): string {
  const api = apis.find((each) => each === given);
  if (api === undefined) throw wrongUsage(`--api must be one of ${apis.join(', ')}, not ${given}`, 'curl');
  if (ofAllBots && api === 'getMessagesV2')
    throw wrongUsage('getMessagesV2 is for single bots only: use --api getMessages with --all-bots', 'curl');
  return api;
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
  summary: 'a request for sessions or messages as a line for the shell, ready to be pasted',
  usage: ['curl [BOT_ID] [options]', 'curl --all-bots [options]'],
  details: ["Without a bot id, the account's first bot is asked."],
  options: {
    api: { value: 'NAME', about: `${apis.join(', ')} (default: ${apis[0]})` },
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
