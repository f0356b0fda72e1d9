import { scenarioNames } from '../../../../functions/domain/generator/scenario-names.ts';
import type { ExitCode } from '../../../errors.ts';
import type { Command } from '../shared/command.ts';
import { wrongUsage } from '../shared/wording.ts';

export const execCommand: Command = {
  name: 'exec',
  summary: 'run a program with an emulator and an account of its own',
  usage: ['exec [options] -- COMMAND ARGS…'],
  details: [
    'Starts an emulator on a free port, unless --url, --env, KORE_EMULATOR_URL or --from mean one that runs.',
    'Makes an account, runs the program with KORE_URL, KORE_BOT_ID, KORE_CLIENT_ID, KORE_CLIENT_SECRET and',
    'those for tests in its environment, and takes the account away. It exits as the program does; where that',
    'fails, stderr says what the emulator refused, and why.',
  ],
  options: {
    seed: { value: 'FILE', about: 'begin with the sessions of a file' },
    scenario: { value: 'NAME', about: `begin with made-up sessions: ${scenarioNames.join(', ')}` },
    from: { value: 'ACCOUNT/[SNAPSHOT]', about: 'begin with what another account holds' },
    proxy: { about: "a proxy for programs that have the vendor's host compiled in" },
    'proxy-host': {
      value: 'NAMES',
      about: 'the hosts that it answers for, with commas (default: those of kore.ai)',
    },
    clock: { value: 'TIME', about: "stop the account's clock at this time" },
  },
  runsProgram: true,
  run: async (invocation) => {
    if (invocation.words.length === 0) throw wrongUsage('exec needs -- and the command to run', 'exec');
    const { runExec } = await import('../exec/run-exec.ts');
    // That of the program, whatever it is.
    return (await runExec(invocation)) as ExitCode;
  },
};
