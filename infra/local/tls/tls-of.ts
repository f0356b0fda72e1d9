import { createHash, X509Certificate } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir, hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Time } from '../../../functions/domain/time.ts';
import { Failure, messageOf } from '../../errors.ts';
import type { Options, TlsFiles } from '../options.ts';
import type { Certificate } from './make-certificate.ts';

/** What a server serves https by, PEM. */
export interface Tls {
  key: string;
  cert: string;
  /** The authority of its own making. */
  authority?: { path: string; pem: string };
}

/** How long a kept certificate must still be good, ms. */
const leastLeftMs = 30 * 86_400_000;

/**
 * What the options ask to serve https by: files that are given, or a certificate of the emulator's own making, which is
 * kept, in the data folder or the user's cache, so that clients need to be told to trust its authority only once.
 *
 * @returns undefined where they do not ask for https
 * @throws Failure where files cannot be used
 */
export async function tlsOf(options: Options, time: Time): Promise<Tls | undefined> {
  if (options.tls === undefined) return undefined;
  if (options.tls !== 'own') return givenTls(options.tls);
  const names = namesOf(options);
  const folder = join(folderOf(options), nameOf(names));
  const { authority, ...pair } = readKept(folder, time.now()) ?? (await make(names, folder, time.now()));
  return { ...pair, authority: { path: join(folder, 'authority.pem'), pem: authority } };
}

function givenTls({ cert, key }: TlsFiles): Tls {
  const tls = { cert: readPem(cert, '--tls-cert'), key: readPem(key, '--tls-key') };
  try {
    createSecureContext(tls);
  } catch (error) {
    throw new Failure(
      `The certificate ${cert} and the key ${key} cannot be used together: ${messageOf(error)}.`,
    );
  }
  return tls;
}

function readPem(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Failure(`The file ${path} (${option}) cannot be read: ${messageOf(error)}.`);
  }
}

/** All that clients may call it by. */
function namesOf({ host, allowHosts }: Options): string[] {
  const isOpen = host === '0.0.0.0' || host === '::';
  const own = isOpen ? [hostname(), ...addresses()] : [host];
  const allowed = allowHosts.map((name) => name.replace(/^\[(.*)\]$/, '$1'));
  return [...new Set(['localhost', '127.0.0.1', '::1', ...own, ...allowed])];
}

const addresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((each = []) =>
    each.filter(({ scopeid }) => !scopeid).map(({ address }) => address),
  );

function folderOf({ data }: Options): string {
  if (data !== undefined) return join(data, 'tls');
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'kore-sessions-emulator', 'tls');
}

const nameOf = (names: readonly string[]): string =>
  createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 16);

const files = { authority: 'authority.pem', cert: 'certificate.pem', key: 'key.pem' } as const;

function readKept(folder: string, now: number): Certificate | undefined {
  try {
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const kept = { authority: read(files.authority), cert: read(files.cert), key: read(files.key) };
    createSecureContext(kept);
    const certificate = new X509Certificate(kept.cert);
    const isGood =
      certificate.checkIssued(new X509Certificate(kept.authority)) &&
      Date.parse(certificate.validTo) - now > leastLeftMs;
    return isGood ? kept : undefined;
  } catch {
    return undefined;
  }
}

async function make(names: readonly string[], folder: string, now: number): Promise<Certificate> {
  // Loaded only here: it takes longer than all else of a start.
  const { makeCertificate } = await import('./make-certificate.ts');
  const made = await makeCertificate(names, now);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    for (const part of ['authority', 'cert', 'key'] as const) {
      const path = join(folder, files[part]);
      writeFileSync(`${path}.new`, made[part], { mode: 0o600 });
      renameSync(`${path}.new`, path);
    }
  } catch (error) {
    throw new Failure(
      `The certificate for --tls cannot be kept in ${folder}: ${messageOf(error)}. Name a folder with --data, or give a certificate with --tls-cert and --tls-key.`,
    );
  }
  return made;
}
