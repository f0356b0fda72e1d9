import { createPublicKey } from 'node:crypto';
import type { App, Bot } from '../domain/account.ts';
import { changedApp, toApp } from '../domain/new-account.ts';
import type { AppChange, AppInput } from '../domain/new-account-schema.ts';
import { invalidField } from './problem.ts';

/** A cold request reads all apps of its account. */
export const mostApps = 50;

function checkPublicKey(app: App, field: string): void {
  if (app.publicKey === undefined) {
    if (!app.algorithms.some((algorithm) => algorithm.startsWith('RS'))) return;
    throw invalidField(field, 'is needed for RS256 and RS512: the PEM text of an RSA public key');
  }
  const bits = rsaModulusBits(app.publicKey);
  if (bits === undefined)
    throw invalidField(field, 'must be the PEM text (BEGIN PUBLIC KEY) of an RSA public key');
  // RFC 7518, section 3.3.
  if (bits < 2048) throw invalidField(field, `has ${bits} bits; RS256 and RS512 need at least 2,048`);
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
      throw invalidField(`${field}.${index}`, `names the bot ${botId}, which the account does not have`);
    }
  }
}

/** An item of the table holds 400 KB, and every cold request reads all apps of its account. */
const mostAppBytes = 50_000;

function checkSize(app: App, field: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(app));
  if (bytes > mostAppBytes) throw invalidField(field, `takes ${bytes} bytes, more than ${mostAppBytes}`);
}

/**
 * @param prefix where in the body the app is
 * @throws Problem where its key or its links are wrong, or it is too large
 */
export function prepareApp(input: AppInput, bots: readonly Bot[], prefix: string): App {
  return checked(toApp(input, bots), bots, prefix);
}

function checked(app: App, bots: readonly Bot[], prefix: string): App {
  checkPublicKey(app, `${prefix}publicKey`);
  checkLinks(app, bots, `${prefix}bots`);
  checkSize(app, `${prefix}bots`);
  return app;
}

/** @throws Problem where the change does not fit the app, or what comes of it is wrong */
export function changeOf(app: App, change: AppChange, bots: readonly Bot[]): App {
  const foreign = app.kind === 'builder' ? 'scopes' : 'bots';
  if (change[foreign] !== undefined) throw invalidField(foreign, `is not for ${app.kind} apps`);
  const after = changedApp(app, change);
  // Links to bots that are gone by now need not be mended for another change.
  return checked(after, change.bots ? bots : linkedBots(after), '');
}

const linkedBots = (app: App): Bot[] =>
  app.kind === 'builder' ? app.bots.map(({ botId }) => ({ botId, name: '' })) : [];

/** @throws Problem where an app's key or links are wrong, or two apps have one client id */
export function prepareApps(inputs: readonly AppInput[], bots: readonly Bot[]): App[] {
  const apps = inputs.map((input, index) => prepareApp(input, bots, `apps.${index}.`));
  const ids = apps.map(({ clientId }) => clientId);
  const twice = ids.findIndex((clientId, index) => ids.indexOf(clientId) < index);
  if (twice >= 0) throw invalidField(`apps.${twice}.clientId`, 'is given twice');
  return apps;
}
