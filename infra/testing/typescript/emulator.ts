import { systemTime } from '../../../functions/domain/time.ts';
import type { ControlClient } from '../../client/client.ts';
import { Failure } from '../../errors.ts';
import { makeAccount } from './account.ts';
import type { AccountOptions, ConnectOptions, Emulator, StartOptions, TestAccount } from './api.ts';
import { checkEmulator, clientOf } from './guard.ts';
import { startProcess } from './process.ts';

interface Owned {
  log: () => string;
  stop: () => Promise<void>;
}

class UsedEmulator implements Emulator {
  readonly url: string;
  readonly controlKey: string;
  readonly #client: ControlClient;
  readonly #owned: Owned | undefined;

  constructor(url: string, controlKey: string, owned?: Owned) {
    this.#client = clientOf(url, controlKey);
    this.url = this.#client.url;
    this.controlKey = controlKey;
    this.#owned = owned;
  }

  account(options: AccountOptions = {}): Promise<TestAccount> {
    return makeAccount(this.#client, this.controlKey, options, systemTime);
  }

  log(): string {
    return this.#owned?.log() ?? '';
  }

  async stop(): Promise<void> {
    await this.#owned?.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/**
 * Starts an emulator in a process of its own, which ends with this one.
 *
 * @throws Failure with what the emulator said, where it does not start
 */
export async function startEmulator(options: StartOptions = {}): Promise<Emulator> {
  const { url, controlKey, log, stop } = await startProcess(options, systemTime);
  return new UsedEmulator(url, controlKey, { log, stop });
}

/**
 * Takes an emulator that runs already, on this machine or deployed.
 *
 * @throws Failure that says what to do where there is none, or not with this key
 */
export async function connect({
  url = process.env['KORE_EMULATOR_URL'],
  controlKey = process.env['KORE_EMULATOR_CONTROL_KEY'],
}: ConnectOptions = {}): Promise<Emulator> {
  if (!url || !controlKey) {
    const missing = url ? 'KORE_EMULATOR_CONTROL_KEY' : 'KORE_EMULATOR_URL';
    throw new Failure(
      `Which emulator? ${missing} is not set. Run the tests by "npx kore-sessions-emulator exec -- COMMAND", or set KORE_EMULATOR_URL and KORE_EMULATOR_CONTROL_KEY.`,
    );
  }
  await checkEmulator(url, controlKey);
  return new UsedEmulator(url, controlKey);
}

/** The emulator that KORE_EMULATOR_URL names, or else one that is started here: the same tests run with each. */
export function openEmulator(options: StartOptions = {}): Promise<Emulator> {
  return process.env['KORE_EMULATOR_URL'] ? connect() : startEmulator(options);
}
