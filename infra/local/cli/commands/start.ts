import { runServer } from '../../run-server.ts';
import { StartError, UsageError } from '../../start-error.ts';
import { CliError, type ExitCode, exitCodes } from '../failure.ts';

/**
 * The server with the options of `npm start`. A control key in the environment counts here too, so that one
 * variable serves the server and the commands that call it.
 */
export async function startCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ExitCode | undefined> {
  try {
    await runServer(args, 'kore-sessions-emulator start', {
      controlKey: environment['KORE_EMULATOR_CONTROL_KEY'],
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const code = error instanceof UsageError ? exitCodes.wrongUsage : exitCodes.failed;
    throw new CliError(error.message, code);
  }
}
