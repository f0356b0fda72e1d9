import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of the console by name; a name that ends in `.gz` has the bytes of the one without, packed. */
export type ConsoleFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Gives the files; it is asked once, when somebody first looks. */
export type LoadConsole = () => Promise<ConsoleFiles>;

/** The files that a build has left in a folder. */
export const consoleIn =
  (folder: string): LoadConsole =>
  async () => {
    const names = await readdir(folder);
    const files = names.map(
      async (name) => [name, new Uint8Array(await readFile(join(folder, name)))] as const,
    );
    return new Map(await Promise.all(files));
  };
