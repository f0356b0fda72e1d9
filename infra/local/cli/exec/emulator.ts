import type { ControlClient } from '../../../client/client.ts';
import { Failure, messageOf } from '../../../errors.ts';
import { checkEmulator, clientOf } from '../../../testing/typescript/guard.ts';
import { controlKeyVariable, readOptions } from '../../options.ts';
import type { Variables } from '../../variables.ts';
import type { Invocation } from '../shared/command.ts';
import { emulatorMeant } from '../shared/emulator-meant.ts';

/** The emulator that a program is run against. */
export interface UsedEmulator {
  client: ControlClient;
  controlKey: string;
  /** Whether it is there for this program alone. */
  isOwn: boolean;
  close: () => Promise<void>;
}

/**
 * The emulator that the command line or the environment names, or that holds the account to begin from; else a new one
 * in this process, on a free port, which ends with it.
 */
export async function emulatorFor(invocation: Invocation): Promise<UsedEmulator> {
  const { text, environment } = invocation;
  const deployed = text('env');
  if (deployed !== undefined) return useDeployed(deployed, invocation);
  const isNamed = text('url') !== undefined || Boolean(environment['KORE_EMULATOR_URL']);
  if (!isNamed && text('from') === undefined) return startOwn(invocation);
  const { url, controlKey } = emulatorMeant(
    { url: text('url'), controlKey: text('control-key') },
    environment,
  );
  if (controlKey === undefined) {
    throw new Failure(
      `The emulator at ${url} has a control key, and none is given: pass the one that it printed at its start with --control-key, or set KORE_EMULATOR_CONTROL_KEY.`,
    );
  }
  return use(url, controlKey);
}

async function useDeployed(name: string, { client }: Invocation): Promise<UsedEmulator> {
  try {
    return await use(client.url, client.controlKey());
  } catch (error) {
    throw new Failure(
      `${messageOf(error)} Where ${name} lets in only some networks, run npm run tunnel -- --env ${name} in a clone, and give --url what it prints.`,
    );
  }
}

/** One that runs already. */
async function use(url: string, controlKey: string): Promise<UsedEmulator> {
  await checkEmulator(url, controlKey);
  return { client: clientOf(url, controlKey), controlKey, isOwn: false, close: async () => {} };
}

async function startOwn({ environment, output, time }: Invocation): Promise<UsedEmulator> {
  // The AWS SDK warns of a Node version that this package still supports.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  // Loaded only here: it takes longer than all else.
  const { start } = await import('../../start.ts');
  const options = readOptions(
    ['--port', '0', '--empty', '--quiet'],
    'kore-sessions-emulator exec',
    keyOf(environment),
  );
  if (!options) throw new Error('The options of an own emulator ask for help.');
  const { url, controlKey, close } = await start(
    options,
    { ...environment, DYNAMODB_ENDPOINT: undefined },
    (line) => output.say(line),
    time,
  );
  return { client: clientOf(url, controlKey), controlKey, isOwn: true, close };
}

const keyOf = (environment: Variables): Variables => ({
  [controlKeyVariable]: environment[controlKeyVariable],
});
