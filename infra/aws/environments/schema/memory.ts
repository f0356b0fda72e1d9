import * as z from 'zod';

/** Lambda's bounds, in MB. (AWS: Lambda quotas.) */
const functionMemory = z.int().min(128).max(10_240);

/** Memory of the functions, in MB. */
export const memorySchema = z
  .strictObject({
    getSessionsMegabytes: functionMemory.default(1_024),
    controlMegabytes: functionMemory.default(512),
    /** The most that the function get-sessions holds of the index; what was used longest ago goes first. */
    sliceCacheMegabytes: z.int().min(1).max(8_192).default(256),
    /** The same for the rows that answers are made of. */
    rowCacheMegabytes: z.int().min(1).max(8_192).default(64),
  })
  .refine(
    ({ getSessionsMegabytes, sliceCacheMegabytes, rowCacheMegabytes }) =>
      sliceCacheMegabytes + rowCacheMegabytes <= getSessionsMegabytes / 2,
    {
      path: ['sliceCacheMegabytes'],
      message:
        'must, with memory.rowCacheMegabytes, be at most half of memory.getSessionsMegabytes: answers need memory as well',
    },
  );
