import { createHash } from 'node:crypto';
import { NotReadyError } from '../../../errors.ts';
import type { Target } from '../../../real-api/ask.ts';
import { mostPerMinute, Pace, usualPerMinute } from '../../../real-api/pace.ts';
import { RealApi } from '../../../real-api/real-api.ts';
import type { Invocation, OptionSpecs } from './command.ts';
import { wrongUsage } from './wording.ts';

/** How the vendor's API, or what plays it, is named on a command line. */
export const targetOptions: OptionSpecs = {
  url: { value: 'URL', about: "the vendor's host, such as https://bots.kore.ai" },
  bot: { value: 'ID', about: 'the bot, st-…' },
  'client-id': {
    value: 'ID',
    about: 'a builder app that is linked to the bot; its secret: KORE_CLIENT_SECRET',
  },
  'per-minute': {
    value: 'NUMBER',
    about: `requests a minute (default ${usualPerMinute}; the vendor allows 60)`,
  },
};

const secretVariable = 'KORE_CLIENT_SECRET';
export const adminSecretVariable = 'KORE_ADMIN_CLIENT_SECRET';

/** @throws UsageError, NotReadyError */
export function readTarget(command: string, { text, environment }: Invocation): Target {
  const missing = ['url', 'bot', 'client-id'].filter((option) => !text(option));
  if (missing.length > 0)
    throw wrongUsage(`Give ${missing.map((option) => `--${option}`).join(', ')}`, command);
  const url = readUrl(command, text('url') ?? '');
  const adminId = text('admin-client-id');
  const secretOf = (variable: string): string => {
    const secret = environment[variable];
    if (secret) return secret;
    throw new NotReadyError(`Put the secret of the app into ${variable}; it is read from there only.`);
  };
  return {
    url,
    botId: text('bot') ?? '',
    app: { clientId: text('client-id') ?? '', clientSecret: secretOf(secretVariable) },
    ...(adminId ? { admin: { clientId: adminId, clientSecret: secretOf(adminSecretVariable) } } : {}),
  };
}

/** What paths are put behind: without a slash at its end. */
function readUrl(command: string, given: string): string {
  const like = 'use one like https://bots.kore.ai';
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw wrongUsage(`"${given}" is not a URL: ${like}`, command);
  if (url.username !== '' || url.password !== '')
    throw wrongUsage(`Credentials do not belong into --url: ${like}`, command);
  if (url.search !== '' || url.hash !== '' || url.pathname.startsWith('/api/public'))
    throw wrongUsage(`--url is the host alone, without the path of the API or a query: ${like}`, command);
  if (url.protocol === 'http:' && !isNear(url.hostname))
    throw wrongUsage(`http would send tokens for all to read: use https://${url.host}`, command);
  return url.href.replace(/\/+$/, '');
}

/** This machine, or one that has a name in a network of containers only. */
const isNear = (hostname: string): boolean => /^(?:127(?:\.\d+){3}|\[::1\]|[^.:[\]]+)$/.test(hostname);

/** Tells one target from another without naming it; a secret is no part of it. */
export function markOf({ url, botId, app, admin }: Target): string {
  const text = JSON.stringify([url, botId, app.clientId, admin?.clientId ?? null]);
  return createHash('sha256').update(text).digest('base64url');
}

/** @throws UsageError */
export function readPerMinute(command: string, { text }: Invocation): number {
  const given = text('per-minute') ?? String(usualPerMinute);
  const perMinute = /^\d+$/.test(given) ? Number(given) : 0;
  if (perMinute >= 1 && perMinute <= mostPerMinute) return perMinute;
  throw wrongUsage(`--per-minute must be a number from 1 to ${mostPerMinute}, not ${given}`, command);
}

/** The API at the end of paced requests; Ctrl-C ends the waiting between them. */
export function openRealApi(
  target: Target,
  perMinute: number,
  { time, terminal }: Invocation,
): { api: RealApi; pace: Pace; signal: AbortSignal } {
  const signal = terminal.interruption();
  const pace = new Pace(time, perMinute, signal);
  return { api: new RealApi(target, fetch, time, pace), pace, signal };
}

/** A duration for people. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
