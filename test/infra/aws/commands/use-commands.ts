import { afterEach, beforeEach, vi } from 'vitest';
import { systemTime } from '../../../../functions/domain/time.ts';
import { run } from '../../../../infra/aws/commands/run.ts';
import { runProgram } from '../../../../infra/errors.ts';
import { FakeAws, type World } from './fake-aws.ts';

export interface Outcome {
  code: number;
  /** Lines on stdout. */
  printed: string[];
  /** Lines on stderr. */
  complaints: string[];
  /** What the CDK command line was called with. */
  cdk: (readonly string[])[];
}

/** Commands that find a fake AWS, and none of the settings of who runs the tests. */
export function useCommands() {
  let aws = new FakeAws();
  let url = '';
  beforeEach(async () => {
    aws = new FakeAws();
    url = await aws.start();
    for (const name of Object.keys(process.env).filter((name) => /^(AWS|AMAZON)_/.test(name))) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_ENDPOINT_URL', url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('AWS_REGION', 'eu-central-1');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await aws.stop();
  });
  return {
    get aws() {
      return aws;
    },
    /** Runs a command; the CDK command line it calls does this to the account, and ends with this exit code. */
    async run(args: string[], cdkCode = 0, cdkDoes: (world: World) => void = () => {}): Promise<Outcome> {
      const outcome: Outcome = { code: -1, printed: [], complaints: [], cdk: [] };
      const effects = {
        print: (line: string) => void outcome.printed.push(line),
        time: systemTime,
        resolveNs: async (zone: string) => aws.world.nameServers?.[zone] ?? [],
        cdk: async (cdkArgs: readonly string[]) => {
          outcome.cdk.push(cdkArgs);
          cdkDoes(aws.world);
          return cdkCode;
        },
      };
      const say = (line: string) => void outcome.complaints.push(line);
      outcome.code = (await runProgram(() => run(args, effects), { say, showStack: true })) ?? -1;
      return outcome;
    },
  };
}

/** What a command gives that refuses before it does anything. */
export function notReady(complaint: RegExp) {
  return { code: 2, printed: [], complaints: [expectMatch(complaint)], cdk: [] };
}

function expectMatch(pattern: RegExp): unknown {
  return {
    asymmetricMatch: (line: unknown) =>
      typeof line === 'string' && pattern.test(line) && !line.includes('\n'),
  };
}
