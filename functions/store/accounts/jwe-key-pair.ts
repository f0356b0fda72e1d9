import { generateKeyPair } from 'node:crypto';
import type { Item } from '../table/keys.ts';
import { jweKeyPairKey } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import type { Table } from '../table/table.ts';

/** PEM texts: SPKI and PKCS #8. */
export interface JweKeyPair {
  publicKey: string;
  privateKey: string;
}

function toKeyPair(item: Item | undefined): JweKeyPair | undefined {
  const { publicKey, privateKey } = item ?? {};
  return typeof publicKey === 'string' && typeof privateKey === 'string'
    ? { publicKey, privateKey }
    : undefined;
}

/**
 * The key pair tokens are encrypted to, one per deployment: an encrypted token names no app on its outside,
 * so the key cannot depend on it. Made when first asked for and kept in the table.
 */
export class JweKeyPairStore {
  readonly #table: Table;
  #known: JweKeyPair | undefined;

  constructor(table: Table) {
    this.#table = table;
  }

  /** The key pair, or undefined where no app has needed one yet. */
  async read(usage?: Usage): Promise<JweKeyPair | undefined> {
    this.#known ??= toKeyPair(await this.#table.get(jweKeyPairKey, usage));
    return this.#known;
  }

  async readOrCreate(): Promise<JweKeyPair> {
    const known = await this.read();
    if (known) return known;
    // Who only reads the key need not load it.
    const { promisify } = await import('node:util');
    const pair = await promisify(generateKeyPair)('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    // Another instance may have been first; then its pair counts.
    await this.#table.putNew({ ...jweKeyPairKey, ...pair });
    return this.readOrCreate();
  }
}
