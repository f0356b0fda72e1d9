import * as z from 'zod';
import { accountDefaultsSchema } from '../../../functions/control/account-defaults.ts';
import { dataSchema } from './schema/data.ts';
import { domainSchema } from './schema/domain.ts';
import { exposureSchema } from './schema/exposure.ts';
import { memorySchema } from './schema/memory.ts';
import { positive } from './schema/numbers.ts';
import { operationsSchema } from './schema/operations.ts';
import { seedSchema } from './schema/seed.ts';
import { unattributedSchema } from './schema/unattributed.ts';

/** The retention periods CloudWatch Logs accepts, in days, up to two years. */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

/** The longest name of an environment, in characters. */
export const longestName = 40;

const environmentSchema = z
  .strictObject({
    /** Part of every stack name, so that environments can share an AWS account. */
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,39}$/, `must be 2 to ${longestName} of a-z, 0-9 and -, a letter first`)
      .refine(
        (name) => name !== 'github',
        'must not be github: the stacks of its name are the roles of GitHub',
      ),
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
    /** Left out, the URL is the one that API Gateway makes up. */
    domain: domainSchema.optional(),
    exposure: exposureSchema.default({ kind: 'open' }),
    data: dataSchema,
    logRetentionDays: z.literal(retentionDays),
    /** Requests a second for the whole API, and how many may come at once. */
    throttle: z.strictObject({ rate: positive, burst: positive }),
    /**
     * Instances of the function of the emulated API that are reserved for it, and the most that it gets. Left out, it
     * takes from what the account has left.
     */
    concurrency: z.int().min(1).max(100_000).optional(),
    memory: memorySchema.prefault({}),
    /** Requests that belong to no account, which the control API lists. */
    unattributedRequests: unattributedSchema.optional(),
    /** Whether the console is there, under `/_emulator/console/`. */
    console: z.boolean().default(true),
    /** What a new account gets where its maker says nothing else. */
    accounts: accountDefaultsSchema.default({}),
    /** Left out, a new deployment has no account. */
    seed: seedSchema.optional(),
    /** Alarms and a dashboard. Left out, neither is made. */
    operations: operationsSchema.optional(),
    /** The control key is changed every so many days. Left out, only by hand. */
    controlKeyRotationDays: z.int().min(1).max(1_000).optional(),
  })
  .refine(({ domain, exposure }) => !(domain && exposure.kind === 'private'), {
    path: ['domain'],
    message: 'must be left out where exposure is private: such an API is reached through its VPC endpoint',
  })
  .superRefine(({ domain, region }, context) => {
    const [, , , certificateRegion] = domain?.certificateArn?.split(':') ?? [];
    if (!certificateRegion || !region || certificateRegion === region) return;
    context.addIssue({
      code: 'custom',
      path: ['domain', 'certificateArn'],
      message: `must be a certificate of ${region}, the region of the environment`,
    });
  });

/** One deployment of the emulator: where it goes, how it is protected, and what it may cost. */
export type Environment = z.output<typeof environmentSchema>;

/** The settings of an environment as they are written down; what is left out has a default. */
export type EnvironmentSettings = z.input<typeof environmentSchema>;

export interface SettingsProblem {
  /** The path of the field, such as `data.maxReadUnits`. */
  readonly field: string;
  /** What it must be. */
  readonly what: string;
}

/**
 * Checks the settings of an environment.
 *
 * @throws Error that names each wrong field
 */
export function defineEnvironment(settings: EnvironmentSettings): Environment {
  const checked = checkSettings(settings);
  if ('environment' in checked) return checked.environment;
  const problems = checked.problems.map(({ field, what }) => `${field}: ${what}`);
  throw new Error(`Environment '${String(settings.name)}': ${problems.join('; ')}`);
}

/** Checks the settings of an environment, for those who know its fields by other names. */
export function checkSettings(
  settings: EnvironmentSettings,
): { environment: Environment } | { problems: SettingsProblem[] } {
  const result = environmentSchema.safeParse(settings);
  if (result.success) return { environment: result.data };
  return { problems: result.error.issues.flatMap(describeIssue) };
}

function describeIssue(issue: z.core.$ZodIssue): SettingsProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), what: 'is not a known field' }));
  }
  return [{ field: issue.path.join('.'), what: issue.message }];
}
