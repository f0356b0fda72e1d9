import { isDeepStrictEqual } from 'node:util';
import { CommandError, exitCodes } from '../failure.ts';
import { ask } from './ask.ts';
import { type ControlApi, expectStatus, type SmokeAccount, unexpected } from './control-api.ts';

const minuteMs = 60_000;

/** A closed session of ten minutes ago, as the vendor's rows look. */
function sessionOf(botId: string): Record<string, unknown> {
  const start = Date.now() - 10 * minuteMs;
  return {
    sessionId: '5f0000000000000000000001',
    botId,
    channel: 'rtm',
    userId: 'u-smoke-test',
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + minuteMs).toISOString(),
    session_lang: ['en'],
    sessionType: 'interactive',
    isDeveloper: false,
    sessionStatus: 'closed',
    tags: { userTags: [], sessionTags: [] },
    noOfMessagesExchanged: 3,
    noOfTasksExecuted: 1,
    containmentType: 'selfService',
  };
}

/** Imports a session into the account's first bot and gives it as it was sent. */
export async function putSessionIn(
  control: ControlApi,
  account: SmokeAccount,
): Promise<Record<string, unknown>> {
  const session = sessionOf(firstBot(account));
  await control.importSession(account.accountId, session);
  return session;
}

/**
 * Asks the vendor's route for the sessions of the account's first bot, with a token.
 *
 * @throws CommandError where they are not this one, as it was
 */
export async function getSessionOut(
  control: ControlApi,
  url: string,
  account: SmokeAccount,
  session: Record<string, unknown>,
): Promise<void> {
  const token = await control.mintToken(account.accountId, builderApp(account));
  const route = `${url}/api/public/bot/${firstBot(account)}/getSessions`;
  const reply = await ask('POST', route, { auth: token }, { limit: 10 });
  const { total, sessions } = (expectStatus(reply, 200).body ?? {}) as { total?: number; sessions?: unknown };
  if (total !== 1 || !isDeepStrictEqual(sessions, [session])) {
    throw unexpected(reply, 'the session that was imported is expected');
  }
}

function firstBot({ bots: [bot] }: SmokeAccount): string {
  if (bot) return bot.botId;
  throw new CommandError('The new account has no bot.', exitCodes.failed);
}

function builderApp({ apps }: SmokeAccount): string {
  const app = apps.find(({ kind }) => kind === 'builder');
  if (app) return app.clientId;
  throw new CommandError('The new account has no builder app.', exitCodes.failed);
}
