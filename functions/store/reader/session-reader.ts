import type { Account } from '../../domain/account.ts';
import type { Layers } from '../../domain/layers.ts';
import type { Commit } from '../../domain/session-log.ts';
import type { Time } from '../../domain/time.ts';
import { AccountGoneError, OutdatedError, UnsteadyError } from '../errors.ts';
import type { StoredSessions } from '../sessions/stored-sessions.ts';
import type { Written } from '../sessions/written.ts';
import type { Usage } from '../table/meter.ts';
import { RowCache } from './row-cache.ts';
import { SessionView, type ViewSources } from './session-view.ts';
import { type ReadAccount, SliceCache, type SliceCacheOptions } from './slice-cache.ts';

// About 15 s: longer than a write whose writer is gone stops others, and less than a request may take.
const attempts = 160;
const longestPauseMs = 100;

// The share of pages in what rows may take: a page holds again what its rows hold.
const pageShare = 0.25;
/** That of answers with messages. */
const messageShare = 0.125;

export interface ReaderOptions extends SliceCacheOptions {
  /** What the rows that were read last, and the pages of them, may take in memory, bytes. */
  rowBytes: number;
}

const megabyte = 2 ** 20;
const mostMegabytes = 65_536;

/**
 * What sessions may take in memory, as SLICE_CACHE_MEGABYTES and ROW_CACHE_MEGABYTES say.
 *
 * @throws Error that names the variable whose value is not such a number
 */
export function memoryFrom(variables: Readonly<Record<string, string | undefined>>): ReaderOptions {
  const bytes = (name: string, defaultMegabytes: number): number => {
    const megabytes = Number(variables[name] || defaultMegabytes);
    if (Number.isInteger(megabytes) && megabytes >= 1 && megabytes <= mostMegabytes)
      return megabytes * megabyte;
    throw new Error(
      `${name} is ${variables[name]}; it must be a whole number of megabytes from 1 to ${mostMegabytes}.`,
    );
  };
  return { sliceBytes: bytes('SLICE_CACHE_MEGABYTES', 256), rowBytes: bytes('ROW_CACHE_MEGABYTES', 64) };
}

/** Answers from sessions of one revision, mostly from memory. */
export class SessionReader {
  readonly #sources: ViewSources;
  /** What pages that are put together from rows may take in memory, bytes. */
  readonly pageBytes: number;
  /** What answers with messages may take. */
  readonly messageBytes: number;

  constructor(
    sessions: StoredSessions,
    readAccount: ReadAccount,
    time: Time,
    { rowBytes, ...slices }: ReaderOptions,
  ) {
    this.pageBytes = Math.ceil(rowBytes * pageShare);
    this.messageBytes = Math.ceil(rowBytes * messageShare);
    this.#sources = {
      sessions,
      readAccount,
      time,
      slices: new SliceCache(sessions, readAccount, time, slices),
      rows: new RowCache(sessions, rowBytes - this.pageBytes - this.messageBytes),
    };
  }

  /** For a process that alone writes the table: keeps in memory what it has just written. */
  takeOver(layers: Layers, commit: Commit, written: Written): void {
    const { slices, rows } = this.#sources;
    slices.takeOver(layers, commit, written);
    rows.takeOver(layers[0].name, written.rows());
  }

  /** Forgets a layer that is no more. */
  forget(layer: string): void {
    this.#sources.slices.forget(layer);
    this.#sources.rows.forget(layer);
  }

  /**
   * Does work on a view of an account's sessions, again where they were written meanwhile.
   *
   * @param usage to which is added what it costs
   * @throws UnsteadyError where they were written all the time
   * @throws AccountGoneError
   */
  async read<T>(account: Account, work: (view: SessionView) => Promise<T>, usage?: Usage): Promise<T> {
    let current = account;
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) {
        await this.#sources.time.sleep(Math.min(2 ** attempt, longestPauseMs));
        const now = await this.#sources.readAccount(account.accountId, usage);
        if (now?.born !== account.born) throw new AccountGoneError(account.accountId);
        // A request stays with its sessions after a reset too, as its clock and all else it goes by are of these.
        const { epoch, layers } = account;
        current = now.epoch === epoch ? now : { ...now, epoch, layers, isPast: true };
      }
      try {
        return await work(new SessionView(this.#sources, current, usage));
      } catch (error) {
        if (!(error instanceof OutdatedError)) throw error;
      }
    }
    throw new UnsteadyError(`The sessions were being written all the time, ${attempts} times in a row`);
  }
}
