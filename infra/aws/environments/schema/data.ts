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
    /**
     * A table and a control key that there are already, such as those that a destroyed environment left behind, or a
     * table that was restored. They are used as they are, and left when the environment is destroyed.
     */
    existing: z
      .strictObject({
        tableName: z
          .string()
          .regex(/^[A-Za-z0-9_.-]{3,255}$/, 'must be the name of a table')
          .optional(),
        controlKeySecretArn: z
          .string()
          .regex(
            /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$/,
            'must be the whole ARN of a secret, with the six characters at its end',
          )
          .optional(),
      })
      .refine(
        ({ tableName, controlKeySecretArn }) => tableName !== undefined || controlKeySecretArn !== undefined,
        {
          message: 'must name a table, a control key or both',
        },
      )
      .optional(),
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
