import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { DiskStorage } from './disk.ts';
import { bringOver, dynaliteFiles, openDynaliteFolder, removeDynaliteFiles } from './dynalite-folder.ts';
import type { Storage } from './storage.ts';

/** Thrown where a folder cannot be used; the message says why, for people. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

const formatKey = '\x02format';
const format = 1;

/** Says that what earlier versions kept in the folder has been brought over and can be removed. */
const broughtOverKey = '\x02brought-over';

/**
 * Opens the storage in a data folder, and makes the folder where it is missing. What an earlier version kept there
 * is brought over first: into a folder beside, which takes its name when it is complete, so that a kill at any
 * moment leaves the one or the other.
 *
 * @throws DataFolderError
 */
export async function openDataFolder(folder: string): Promise<Storage> {
  // Secrets are in its files, whichever thread of LevelDB makes them, and whenever.
  if (isMainThread) process.umask(0o077);
  try {
    makeFolder(folder);
    const own = join(folder, 'engine');
    if (!existsSync(own)) await makeOwn(folder, own);
    // Whoever may enter the folder around it.
    chmodSync(own, 0o700);
    const storage = await DiskStorage.open(own);
    try {
      await checkFormat(storage);
      await finishBringingOver(storage, folder);
    } catch (error) {
      await storage.close();
      throw error;
    }
    return storage;
  } catch (error) {
    throw error instanceof DataFolderError ? error : new DataFolderError(why(error), { cause: error });
  }
}

/** One after the other: Node 20's own way to make all at once never ends below /proc (nodejs/node 27198). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o700 });
}

async function makeOwn(folder: string, own: string): Promise<void> {
  if (dynaliteFiles(folder).length === 0) {
    mkdirSync(own, { mode: 0o700 });
    return;
  }
  // Before anything else: whoever has it open may be at the same work.
  const earlier = await openDynaliteFolder(folder);
  try {
    const unfinished = `${own}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { mode: 0o700 });
    const storage = await DiskStorage.open(unfinished);
    try {
      await bringOver(earlier, storage);
      await storage.write([{ key: broughtOverKey, value: '' }]);
    } finally {
      await storage.close();
    }
    renameSync(unfinished, own);
  } finally {
    await earlier.close();
  }
}

async function checkFormat(storage: Storage): Promise<void> {
  const [found] = await storage.getMany([formatKey]);
  if (found === undefined) await storage.write([{ key: formatKey, value: String(format) }]);
  else if (Number(found) > format) {
    throw new DataFolderError(
      `a newer version of the emulator has written it (format ${found}); use that one`,
    );
  }
}

async function finishBringingOver(storage: Storage, folder: string): Promise<void> {
  const [marker] = await storage.getMany([broughtOverKey]);
  if (marker === undefined) return;
  removeDynaliteFiles(folder);
  await storage.write([{ key: broughtOverKey, value: undefined }]);
}

function why(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause = error } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause && cause.code === 'LEVEL_LOCKED' ? 'another emulator is using it' : cause.message;
}
