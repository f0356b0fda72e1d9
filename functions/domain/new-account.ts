import { randomBytes, randomUUID } from 'node:crypto';
import { type App, allScopes, type Bot, type BuilderApp } from './account.ts';
// Types only: a cold start of getSessions loads no schema.
import type { AppChange, AppInput, BotInput } from './new-account-schema.ts';

/** A bot with what the input leaves out made up: an id as the vendor's look, a name. */
export function toBot(input: BotInput): Bot {
  const botId = input.botId ?? `st-${randomUUID()}`;
  return { botId, name: input.name ?? `Bot ${botId.slice(0, 11)}` };
}

/**
 * An app with what the input leaves out made up: id and secret as the vendor's look, a builder app linked to
 * every bot of the account with the scopes that the emulated APIs ask for.
 */
export function toApp(input: AppInput, bots: readonly Bot[]): App {
  const clientId = input.clientId ?? `cs-${randomUUID()}`;
  const common = {
    clientId,
    clientSecret: input.clientSecret ?? randomBytes(32).toString('base64'),
    name: input.name ?? `${input.kind === 'admin' ? 'Admin' : 'Builder'} app`,
    algorithms: input.algorithms,
    ...(input.publicKey === undefined ? {} : { publicKey: input.publicKey }),
    enforceJti: input.enforceJti,
    enforceJwe: input.enforceJwe,
  };
  if (input.kind === 'admin') return { kind: 'admin', ...common, scopes: input.scopes };
  return { kind: 'builder', ...common, bots: toLinks(input.bots ?? bots) };
}

const toLinks = (given: readonly { botId: string; scopes?: string[] | undefined }[]): BuilderApp['bots'] =>
  given.map(({ botId, scopes = [...allScopes] }) => ({ botId, scopes }));

/** An app after a change: links of a builder app and scopes of an admin app are passed over for the other kind. */
export function changedApp(app: App, { bots, scopes, publicKey, ...change }: AppChange): App {
  const { publicKey: keyBefore, ...rest } = app;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const key = publicKey === undefined ? keyBefore : (publicKey ?? undefined);
  const changed = { ...rest, ...given, ...(key === undefined ? {} : { publicKey: key }) };
  return changed.kind === 'builder'
    ? { ...changed, bots: bots ? toLinks(bots) : changed.bots }
    : { ...changed, scopes: scopes ?? changed.scopes };
}

/** A builder app linked to further bots with the scopes that the emulated APIs ask for; any other app as it is. */
export function withLinks(app: App, botIds: readonly string[]): App {
  if (app.kind !== 'builder') return app;
  const missing = botIds.filter((botId) => !app.bots.some((known) => known.botId === botId));
  return { ...app, bots: [...app.bots, ...toLinks(missing.map((botId) => ({ botId })))] };
}
