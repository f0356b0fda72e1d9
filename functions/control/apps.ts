import { createPublicKey } from 'node:crypto';
import type { Hono } from 'hono';
import type { App, Bot } from '../domain/account.ts';
import { type AppInput, appSchema, toApp } from '../domain/new-account.ts';
import { appView } from './account-view.ts';
import { readJson } from './body.ts';
import type { ControlDependencies } from './dependencies.ts';
import { findAccount } from './find-account.ts';
import { mostApps, tooMany } from './limits.ts';
import { accountNotFound, Problem } from './problem.ts';

function invalidApp(field: string, message: string): Problem {
  return new Problem(400, 'invalid_request', `Not valid: ${field} ${message}.`, [{ field, message }]);
}

function checkPublicKey(app: App, field: string): void {
  if (app.publicKey === undefined) {
    if (!app.algorithms.some((algorithm) => algorithm.startsWith('RS'))) return;
    throw invalidApp(field, 'is needed for RS256 and RS512: the PEM text of an RSA public key');
  }
  const bits = rsaModulusBits(app.publicKey);
  if (bits === undefined)
    throw invalidApp(field, 'must be the PEM text (BEGIN PUBLIC KEY) of an RSA public key');
  // RFC 7518, section 3.3.
  if (bits < 2048) throw invalidApp(field, `has ${bits} bits; RS256 and RS512 need at least 2,048`);
}

function rsaModulusBits(pem: string): number | undefined {
  if (!/^\s*-----BEGIN PUBLIC KEY-----/.test(pem)) return undefined;
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'rsa' ? key.asymmetricKeyDetails?.modulusLength : undefined;
  } catch {
    return undefined;
  }
}

function checkLinks(app: App, bots: readonly Bot[], field: string): void {
  if (app.kind !== 'builder') return;
  for (const [index, { botId }] of app.bots.entries()) {
    if (!bots.some((bot) => bot.botId === botId)) {
      throw invalidApp(`${field}.${index}`, `names the bot ${botId}, which the account does not have`);
    }
  }
}

/** An item of the table holds 400 KB, and every cold request reads all apps of its account. */
const mostAppBytes = 50_000;

function checkSize(app: App, field: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(app));
  if (bytes > mostAppBytes) throw invalidApp(field, `takes ${bytes} bytes, more than ${mostAppBytes}`);
}

function prepareApp(input: AppInput, bots: readonly Bot[], prefix: string): App {
  const app = toApp(input, bots);
  checkPublicKey(app, `${prefix}publicKey`);
  checkLinks(app, bots, `${prefix}bots`);
  checkSize(app, `${prefix}bots`);
  return app;
}

/** @throws Problem where an app's key or links are wrong, or two apps have one client id */
export function prepareApps(inputs: readonly AppInput[], bots: readonly Bot[]): App[] {
  const apps = inputs.map((input, index) => prepareApp(input, bots, `apps.${index}.`));
  const ids = apps.map(({ clientId }) => clientId);
  const twice = ids.findIndex((clientId, index) => ids.indexOf(clientId) < index);
  if (twice >= 0) throw invalidApp(`apps.${twice}.clientId`, 'is given twice');
  return apps;
}

export function appRoutes(router: Hono, dependencies: ControlDependencies): void {
  const { store, systemNow } = dependencies;
  router.post('/accounts/:accountId/apps', async (context) => {
    const input = await readJson(context.req.raw, appSchema);
    const account = await findAccount(dependencies, context.req.param('accountId'));
    const app = prepareApp(input, [...account.bots.values()], '');
    if (account.apps.size >= mostApps) throw tooMany('apps', mostApps);
    if (!(await store.accounts.addApp(account, app, systemNow()))) throw accountNotFound(account.accountId);
    return context.json(await appView(app, store.jweKeyPair), 201);
  });
}
