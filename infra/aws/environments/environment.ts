import * as z from 'zod';

/** The retention periods CloudWatch Logs accepts, in days, up to two years. */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

const positive = z.int().min(1);

const environmentSchema = z
  .strictObject({
    /** Part of every stack name, so that environments can share an AWS account. */
    name: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, 'must be 1 to 20 of a-z, 0-9 and -, a letter first'),
    /** Left out, the account that the AWS credentials at hand belong to. */
    account: z
      .string()
      .regex(/^\d{12}$/, 'must be 12 digits')
      .optional(),
    /** Left out, the region that the AWS configuration at hand names. */
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as eu-central-1')
      .optional(),
    data: z.strictObject({
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
    }),
    logRetentionDays: z.literal(retentionDays),
    /** Requests a second for the whole API, and how many may come at once. */
    throttle: z.strictObject({ rate: positive, burst: positive }),
    /** Alarms and a dashboard. Left out, neither is made. */
    operations: z
      .strictObject({
        /** Who is told of an alarm. Left out, an alarm only shows in CloudWatch. */
        alarmEmail: z.email().optional(),
      })
      .optional(),
  })
  .refine(({ data }) => !(data.removalPolicy === 'destroy' && data.deletionProtection), {
    path: ['data', 'deletionProtection'],
    message: "must be false where data.removalPolicy is 'destroy': the table could not be removed",
  })
  .refine(({ data }) => !(data.removalPolicy === 'destroy' && data.terminationProtection), {
    path: ['data', 'terminationProtection'],
    message: "must be false where data.removalPolicy is 'destroy': the stack could not be removed",
  });

/** One deployment of the emulator: where it goes, how it is protected, and what it may cost. */
export type Environment = z.infer<typeof environmentSchema>;

/** Checks the settings of an environment; the message of the error names each wrong field. */
export function defineEnvironment(settings: z.input<typeof environmentSchema>): Environment {
  const result = environmentSchema.safeParse(settings);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => describeIssue(issue));
  throw new Error(`Environment '${String(settings.name)}': ${problems.join('; ')}`);
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${[...issue.path, key].join('.')}: is not a known field`);
  }
  return [`${issue.path.join('.')}: ${issue.message}`];
}
