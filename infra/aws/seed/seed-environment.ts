import { describeRejection } from '../../../functions/domain/rows/findings.ts';
import { ControlClient } from '../../client/client.ts';
import { AnswerError, ControlApiError, NotReachedError, ProblemError } from '../../client/errors.ts';
import type { TransportOptions } from '../../client/exchange.ts';
import { importMessages, importSessions } from '../../client/import-rows.ts';
import { Failure } from '../../errors.ts';
import type { Environment } from '../environments/index.ts';
import { readSeedContent, type SeedContent } from './seed-content.ts';

/** What seeding did: nothing is asked for, or the account was made, or it was there and is left as it is. */
export type SeedResult =
  | { readonly state: 'none' }
  | { readonly state: 'made'; readonly accountId: string; readonly sessions: number | null }
  | { readonly state: 'kept'; readonly accountId: string };

/** A deployment that does not answer yet is waited for up to half a minute. */
const retries = { attempts: 8, pauseMs: 5_000 };

/** What the template is made in, where that is cut off, is there for no longer. */
const longestSeconds = 6 * 3_600;

/**
 * Keeps the seed of an environment as a template, unless it is that already, and makes the seeded account from it,
 * unless that is there. An account that is there is never changed, so it is safe after every deployment.
 *
 * @param url the environment's base URL
 * @throws Failure where the template or the account can neither be made nor is there
 */
export async function seedEnvironment(
  url: string,
  controlKey: string,
  { name, seed }: Pick<Environment, 'name' | 'seed'>,
  transport: TransportOptions = {},
): Promise<SeedResult> {
  if (!seed) return { state: 'none' };
  const { accountId, template = 'seed' } = seed;
  const client = new ControlClient({ ...transport, url, controlKey, retries });
  const content = readSeedContent(seed);
  try {
    const sessions = await keepTemplate(client, template, content);
    // It is there for as long as the environment is, whatever other accounts get.
    const body = { accountId, from: { template }, expiresInSeconds: null };
    await client.call('createAccount', { body });
    return { state: 'made', accountId, sessions };
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'account_exists') return { state: 'kept', accountId };
    if (!(error instanceof ControlApiError)) throw error;
    throw new Failure(`${name} could not be seeded with the account ${accountId}: ${reasonOf(error, url)}`);
  }
}

/** @returns how many sessions it has; null: that is not known */
async function keepTemplate(
  client: ControlClient,
  name: string,
  content: SeedContent,
): Promise<number | null> {
  const { scenario, rows, messageRows, bots, version } = content;
  const { templates } = await client.call('listTemplates', {});
  const known = templates.find((template) => template.name === name);
  if (known?.version === version) return known.sessions;
  // Nobody knows of this account: the seed is not seen before it is whole.
  const given = { ...(bots && { bots }), ...(scenario && { seed: scenario }) };
  const body = { ...given, apps: [], expiresInSeconds: longestSeconds };
  const { accountId } = await client.callUnchecked('createAccount', { body });
  const { rejected: bad } = await importSessions(client, accountId, rows);
  const { rejected: others } =
    messageRows.length === 0 ? { rejected: [] } : await importMessages(client, accountId, messageRows);
  const rejected = [...bad, ...others];
  if (rejected[0]) throw new Failure(`The seed was not taken whole: ${describeRejection(rejected[0])}.`);
  const { sessions } = await client.callPatiently('keepTemplate', {
    name,
    body: { from: { accountId }, version },
  });
  await client.call('removeAccount', { accountId });
  return sessions;
}

function reasonOf(error: ControlApiError, url: string): string {
  if (error instanceof NotReachedError) {
    return `nothing answers at ${url} (${error.why}).`;
  }
  if (!(error instanceof AnswerError)) return error.message;
  const answered = `${url} answered ${error.answer.status}:`;
  if (!(error instanceof ProblemError)) return `${answered} not an answer of the emulator.`;
  const { code, detail, errors } = error.problem;
  if (code === 'unauthorized') {
    return 'the control key is not the one of this deployment. Deploy again, or look at its secret in Secrets Manager.';
  }
  const fields = errors.slice(0, 5).map(({ field, message }) => ` ${field}: ${message}.`);
  return `${answered} ${detail}${fields.join('')}`;
}
