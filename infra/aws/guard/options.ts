import { parseArgs } from 'node:util';
import { messageOf, UsageError } from '../../errors.ts';
import { environments } from '../environments/index.ts';

export const guardHelp = `Checks what a deployment would do, and refuses to lose what lasts.

npm run guard -- --env NAME [options]

  --env NAME    the environment: ${environments.map(({ name }) => name).join(', ')} or an ephemeral one
  --profile P   the AWS profile; left out, AWS_PROFILE or the credentials at hand
  --app FOLDER  the synthesized application (cdk.out); left out, it is synthesized
  --allow ID    the logical id of a resource whose loss is wanted; may be given several times
  --help        this text

It has CloudFormation prepare the change sets of the stacks that are deployed, reads them, and removes them.
Exit code 0: nothing that lasts is lost. 1: something would be, or it cannot be told. 2: wrong usage.`;

export interface GuardOptions {
  readonly env: string;
  /** The AWS profile that `--profile` names. */
  readonly profile: string | undefined;
  readonly app: string | undefined;
  readonly allow: readonly string[];
}

/**
 * Reads the command line.
 *
 * @returns undefined where help is asked for
 * @throws UsageError
 */
export function readGuardOptions(args: readonly string[]): GuardOptions | undefined {
  const { env, profile, app, allow, help } = parse(args);
  if (help) return undefined;
  if (env) return { env, profile, app, allow: allow ?? [] };
  throw new UsageError('Name the environment to check: npm run guard -- --env NAME. --help lists them.');
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        env: { type: 'string' },
        profile: { type: 'string' },
        app: { type: 'string' },
        allow: { type: 'string', multiple: true },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const [why = ''] = messageOf(error).split('. ');
    throw new UsageError(`${why}. See npm run guard -- --help.`);
  }
}
