import { isDeepStrictEqual } from 'node:util';
import type { ControlClient } from '../../../client/client.ts';
import { UnexpectedAnswerError } from '../../../client/errors.ts';
import { exchange, readJson, type TransportOptions } from '../../../client/exchange.ts';
import type { AccountView } from '../../../client/types.ts';
import { Failure } from '../../../errors.ts';

const minuteMs = 60_000;

/** Longer than API Gateway waits for a function. */
export const timeoutMs = 35_000;

/** A closed session of ten minutes ago, as the vendor's rows look. */
function sessionOf(botId: string, now: number) {
  const start = now - 10 * minuteMs;
  return {
    sessionId: '5f0000000000000000000001',
    botId,
    channel: 'rtm',
    userId: 'u-smoke-test',
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + minuteMs).toISOString(),
    session_lang: ['en'],
    sessionType: 'interactive' as const,
    isDeveloper: false,
    sessionStatus: 'closed' as const,
    tags: { userTags: [], sessionTags: [] },
    noOfMessagesExchanged: 3,
    noOfTasksExecuted: 1,
    containmentType: 'selfService' as const,
  };
}

type SmokeSession = ReturnType<typeof sessionOf>;

/** Imports a session into the account's first bot and gives it as it was sent. */
export async function putSessionIn(
  control: ControlClient,
  account: AccountView,
  now: number,
): Promise<SmokeSession> {
  const session = sessionOf(firstBot(account), now);
  const { accountId } = account;
  const { written } = await control.call('importSessions', { accountId, body: [session] });
  if (written !== 1)
    throw new Failure(`The import into ${accountId} wrote ${written} sessions, not the one sent.`);
  return session;
}

/**
 * Asks the vendor's route for the sessions of the account's first bot, with a token.
 *
 * @throws UnexpectedAnswerError where they are not this one, as it was
 */
export async function getSessionOut(
  control: ControlClient,
  account: AccountView,
  session: SmokeSession,
  transport: TransportOptions = { timeoutMs },
): Promise<void> {
  const { accountId } = account;
  const { token } = await control.call('makeToken', { accountId, body: { clientId: builderApp(account) } });
  const url = `${control.url}/api/public/bot/${firstBot(account)}/getSessions`;
  const message = { method: 'POST', url, headers: { auth: token }, body: { limit: 10 } };
  const answer = await exchange(message, transport);
  if (answer.status !== 200) throw new UnexpectedAnswerError(answer, '200');
  const { total, sessions } = (readJson(answer.text) ?? {}) as { total?: number; sessions?: unknown };
  if (total !== 1 || !isDeepStrictEqual(sessions, [session])) {
    throw new UnexpectedAnswerError(answer, 'the session that was imported');
  }
}

function firstBot({ bots: [bot] }: AccountView): string {
  if (bot) return bot.botId;
  throw new Failure('The new account has no bot.');
}

function builderApp({ apps }: AccountView): string {
  const app = apps.find(({ kind }) => kind === 'builder');
  if (app) return app.clientId;
  throw new Failure('The new account has no builder app.');
}
