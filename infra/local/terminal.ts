import type { Readable, Writable } from 'node:stream';

/** What a program reads from and writes to, and how it hears that it is to end. */
export interface Terminal {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
  /** Whether a person is watching what it says on stderr. */
  isWatched: boolean;
  /** From now on Ctrl-C and SIGTERM set this signal off instead of ending the process. */
  interruption: () => AbortSignal;
}

/** That of this process. */
export const processTerminal: Terminal = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  isWatched: process.stderr.isTTY === true,
  interruption: () => {
    const end = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
    return end.signal;
  },
};
