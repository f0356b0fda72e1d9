import { systemTime, type Time } from '../../functions/domain/time.ts';
import type { Terminal } from './terminal.ts';

const launcherPollMs = 500;

interface Ending {
  close: () => Promise<void>;
  /** Takes a line for people. */
  say: (line: string) => void;
  time?: Time;
  /** Whether the end of standard input is one too. */
  untilStdinEnds?: boolean;
}

/** Ends the process cleanly on a signal, or when the npm that started it has gone; a second signal ends it at once. */
export function endOnSignal({ close, say, time = systemTime, untilStdinEnds = false }: Ending): void {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) process.exit(1);
    isEnding = true;
    close().then(
      () => process.exit(0),
      (error) => {
        say(String(error));
        process.exit(1);
      },
    );
  };
  // SIGHUP: the terminal that it was started from is closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  if (untilStdinEnds) onStdinEnd(end);
  onLauncherGone(process.env['npm_lifecycle_event'], time, () => {
    say(
      'The npm that started this emulator has ended, so it ends too. Started by Node itself it would go on.',
    );
    end();
  });
}

function onStdinEnd(callback: () => void): void {
  let isOver = false;
  for (const event of ['end', 'close', 'error'] as const) {
    process.stdin.once(event, () => {
      if (!isOver) callback();
      isOver = true;
    });
  }
  process.stdin.resume();
}

/**
 * Calls back when the npm that started this process has ended without telling it: npm passes a signal to the
 * shell between the two, and not every shell passes it on. Started without npm, it may outlive its starter.
 *
 * @param launchedBy npm's own variable npm_lifecycle_event
 */
function onLauncherGone(launchedBy: string | undefined, time: Time, callback: () => void): void {
  if (launchedBy === undefined) return;
  const launcher = process.ppid;
  const stop = time.every(launcherPollMs, () => {
    if (process.ppid === launcher) return;
    stop();
    callback();
  });
}

/** Has the process go on where nobody reads what it prints any more. */
export function outliveReaders({ stdout, stderr }: Terminal): void {
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}
