import * as z from 'zod';
import { positive } from './numbers.ts';

/** How the table and the control key are kept. */
export const dataSchema = z
  .strictObject({
    /** What becomes of the table and the control key when their stack is deleted. */
    removalPolicy: z.enum(['destroy', 'retain']),
    /** CloudFormation refuses to delete the stack. */
    terminationProtection: z.boolean(),
    /** DynamoDB refuses to delete the table. */
    deletionProtection: z.boolean(),
    pointInTimeRecovery: z.boolean(),
    /** A fuse for the bill: DynamoDB throttles above this many read units a second. */
    maxReadUnits: positive,
    /** The same for write units. */
    maxWriteUnits: positive,
  })
  .refine(({ removalPolicy, deletionProtection }) => !(removalPolicy === 'destroy' && deletionProtection), {
    path: ['deletionProtection'],
    message: "must be false where data.removalPolicy is 'destroy': the table could not be removed",
  })
  .refine(
    ({ removalPolicy, terminationProtection }) => !(removalPolicy === 'destroy' && terminationProtection),
    {
      path: ['terminationProtection'],
      message: "must be false where data.removalPolicy is 'destroy': the stack could not be removed",
    },
  );
