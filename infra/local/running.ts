import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Variables } from './variables.ts';

/** An emulator that runs on this machine. */
export interface Running {
  pid: number;
  url: string;
  controlKey: string;
  /** Unix ms. */
  startedAt: number;
}

/** Where a user's programs leave word for each other: the first is for it, the other where there is no such place. */
function foldersOf(environment: Variables): string[] {
  const cache = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return [environment['XDG_RUNTIME_DIR'], cache].flatMap((base) =>
    base ? [join(base, 'kore-sessions-emulator', 'running')] : [],
  );
}

/**
 * Leaves word of an emulator, so that the command line finds it. Where the folder cannot be written, there is no word.
 *
 * @returns takes it away
 */
export function announce(running: Running, environment: Variables): () => void {
  const [folder = ''] = foldersOf(environment);
  const path = join(folder, `${running.pid}.json`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    rmSync(path, { force: true });
    writeFileSync(path, JSON.stringify(running), { mode: 0o600, flag: 'wx' });
  } catch {
    return () => {};
  }
  return () => rmSync(path, { force: true });
}

/** The user's emulators that run on this machine, the newest first; word of those that have ended is taken away. */
export function findRunning(environment: Variables): Running[] {
  // Not every shell of a user has all variables.
  return foldersOf(environment)
    .flatMap(runningIn)
    .sort((a, b) => b.startedAt - a.startedAt);
}

function runningIn(folder: string): Running[] {
  return namesIn(folder).flatMap((name) => {
    const running = read(join(folder, name));
    if (running && isAlive(running.pid)) return [running];
    rmSync(join(folder, name), { force: true });
    return [];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+\.json$/.test(name));
  } catch {
    return [];
  }
}

function read(path: string): Running | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRunning(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(value: unknown): value is Running {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, url, controlKey, startedAt } = value as Record<string, unknown>;
  return (
    Number.isInteger(pid) &&
    typeof url === 'string' &&
    typeof controlKey === 'string' &&
    typeof startedAt === 'number'
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // There is none, or it is another user's, who has been given the number since.
    return false;
  }
}
