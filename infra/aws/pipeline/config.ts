import * as z from 'zod';

/** Where sources are, such as `example/kore-sessions-emulator`. */
export const repositorySchema = z.string().regex(/^[\w.-]+(\/[\w.-]+)+$/, 'must be OWNER/NAME');

const pipelineSchema = z.strictObject({
  /** The connection to GitHub, GitLab or Bitbucket; it is made and approved by hand in the AWS console. */
  connectionArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/,
      'must be the ARN of a connection, such as arn:aws:codeconnections:eu-central-1:111122223333:connection/ and its id',
    ),
  repository: repositorySchema,
  /** The branch that is deployed. */
  branch: z
    .string()
    .regex(/^[A-Za-z0-9._][A-Za-z0-9._/-]*$/, 'must be the name of a branch')
    .default('main'),
});

/** Where a pipeline takes the sources from. */
export type PipelineConfig = z.output<typeof pipelineSchema>;

/** The names of the settings, which are those of CDK context values as well. */
export const pipelineFields = Object.keys(pipelineSchema.shape) as readonly (keyof PipelineConfig)[];

/**
 * Checks the settings of a pipeline.
 *
 * @throws Error that names each wrong field
 */
export function definePipeline(
  settings: Readonly<Partial<Record<keyof PipelineConfig, unknown>>>,
): PipelineConfig {
  const result = pipelineSchema.safeParse(settings);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`Pipeline: ${problems.join('; ')}. Give each with -c FIELD=VALUE.`);
}
