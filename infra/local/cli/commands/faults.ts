import { type ExitCode, exitCodes } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { readJsonArgument } from '../shared/json-argument.ts';
import { count } from '../shared/output.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';

type Rules = readonly unknown[];

function rulesText(rules: Rules): string {
  if (rules.length === 0) return 'No faults.';
  return rules.map((rule, index) => `${index}  ${JSON.stringify(rule)}`).join('\n');
}

async function show(invocation: Invocation): Promise<ExitCode> {
  takeWords('faults show', invocation);
  const { client, account, output } = invocation;
  const rules = await client.call('getFaults', { accountId: account });
  output.result(rules, () => rulesText(rules));
  return exitCodes.done;
}

async function set(invocation: Invocation): Promise<ExitCode> {
  const [argument = ''] = takeWords('faults set', invocation, 'the rules: a FILE, JSON or -');
  const { client, account, output } = invocation;
  const given = await readJsonArgument(argument, invocation);
  const rules = await client.callUnchecked('setFaults', {
    accountId: account,
    body: Array.isArray(given) ? given : [given],
  });
  output.say(`${count(rules.length, 'rule')} in place of those before; all counts start anew.`);
  output.result(rules, () => rulesText(rules));
  return exitCodes.done;
}

async function counts(invocation: Invocation): Promise<ExitCode> {
  takeWords('faults counts', invocation);
  const { client, account, output } = invocation;
  const counted = await client.call('countFaults', { accountId: account });
  output.result(counted, () =>
    counted.length === 0
      ? 'No faults.'
      : counted
          .map(
            ({ rule, hits, left }) =>
              `${rule}  ${hits === undefined ? 'strikes all that match' : `${hits} struck, ${left ?? 'all others'} left`}`,
          )
          .join('\n'),
  );
  return exitCodes.done;
}

async function clear(invocation: Invocation): Promise<ExitCode> {
  takeWords('faults clear', invocation);
  const { client, account, output } = invocation;
  await client.call('clearFaults', { accountId: account });
  output.result([], () => rulesText([]));
  return exitCodes.done;
}

export const faultsCommand: Command = {
  name: 'faults',
  summary: 'show, set and clear the rules by which the emulator misbehaves',
  usage: ['faults [show]', 'faults set FILE|JSON|-', 'faults clear', 'faults counts'],
  details: [
    'A rule, or an array of them: {match: {api, route, botId, clientId, containmentType}, times, after, effect}.',
    'An effect is {error: NAME}, {error: {status, body}}, {delay: MS}, {malformed: true}, {truncate: BYTES},',
    '{shuffle: SEED}, {headers: {NAME: VALUE}} or {reset: true}; all but delay and reset may have headers too.',
    'For example, the first two requests meet the limit of a minute:',
    '',
    `  kore-sessions-emulator faults set '{"times":2,"effect":{"error":"rateLimitMinute"}}'`,
  ],
  run: (invocation) => runSubcommand('faults', { show, set, clear, counts }, invocation, 'show'),
};
