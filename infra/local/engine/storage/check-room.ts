import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** LevelDB needs room for what its log holds, and for a new log. */
const roomNeeded = 8 * 1024 * 1024;

/** @throws the disk's own error where it does not take as much as LevelDB needs to open */
export async function checkRoom(folder: string): Promise<void> {
  const path = join(folder, 'room.tmp');
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(Buffer.alloc(roomNeeded));
    } finally {
      await file.close();
    }
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}
