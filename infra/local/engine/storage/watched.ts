import type { Storage } from './storage.ts';

/** Told once when a storage begins to fail, with why, and once when it takes writes again. */
export interface StorageWatch {
  onFailure: (error: unknown) => void;
  onRecovery: () => void;
}

/** The storage, watched. */
export function watched(storage: Storage, { onFailure, onRecovery }: StorageWatch): Storage {
  let isFailing = false;
  const observe = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!isFailing) onFailure(error);
      isFailing = true;
      throw error;
    }
  };
  return {
    getMany: (keys) => observe(storage.getMany(keys)),
    scan: (range, visit) => observe(storage.scan(range, visit)),
    write: async (writes) => {
      await observe(storage.write(writes));
      if (isFailing) onRecovery();
      isFailing = false;
    },
    close: () => storage.close(),
  };
}
