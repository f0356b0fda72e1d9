import type { Time } from '../../../../functions/domain/time.ts';
import type { Terminal } from '../../terminal.ts';

const width = 24;
const shortestIntervalMs = 100;

/** A bar on stderr while a person is watching; nothing where stderr is a file or a pipe. */
export class Progress {
  readonly #time: Pick<Time, 'monotonic'>;
  readonly #started: number;
  readonly #terminal: Pick<Terminal, 'stderr' | 'isWatched'>;
  #lastDrawn = 0;
  #drawn = '';

  constructor(time: Pick<Time, 'monotonic'>, terminal: Pick<Terminal, 'stderr' | 'isWatched'>) {
    this.#time = time;
    this.#started = time.monotonic();
    this.#terminal = terminal;
  }

  /** @param share how much is done, from 0 to 1; undefined where nobody knows */
  update(sessions: number, share?: number): void {
    const seconds = (this.#time.monotonic() - this.#started) / 1000;
    const rate = Math.round(sessions / Math.max(seconds, 0.001));
    this.show(`${sessions.toLocaleString('en')} sessions, ${rate.toLocaleString('en')} a second`, share);
  }

  /** As `update`, in other words. */
  show(text: string, share?: number): void {
    const now = this.#time.monotonic();
    if (!this.#terminal.isWatched || now - this.#lastDrawn < shortestIntervalMs) return;
    this.#lastDrawn = now;
    this.#draw(`${bar(share)}${text}`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#drawn !== '') this.#draw('');
  }

  #draw(text: string): void {
    this.#terminal.stderr.write(`\r${text.padEnd(this.#drawn.length)}${text === '' ? '\r' : ''}`);
    this.#drawn = text;
  }
}

function bar(share: number | undefined): string {
  if (share === undefined) return '';
  const full = Math.round(Math.min(share, 1) * width);
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${Math.floor(Math.min(share, 1) * 100)}%  `;
}
