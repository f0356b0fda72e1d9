import type { AnswerOf } from '../../api/calls.ts';
import { CopyButton } from '../../parts/copy.tsx';
import type { Account } from '../../state/account.ts';

interface Props {
  made: AnswerOf<'generateSessions'>;
  bots: Account['bots'];
}

type Counts = Omit<AnswerOf<'generateSessions'>['truth'], 'perBot' | 'users' | 'at'>;

const columns: readonly (readonly [string, (counts: Counts) => number | undefined])[] = [
  ['Sessions', ({ total }) => total],
  ['Active', ({ active }) => active],
  ['dropOff', ({ perContainmentType }) => perContainmentType.dropOff],
  ['selfService', ({ perContainmentType }) => perContainmentType.selfService],
  ['agent', ({ perContainmentType }) => perContainmentType.agent],
  ['interactive', ({ perSessionType }) => perSessionType.interactive],
  ['non-interactive', ({ perSessionType }) => perSessionType['non-interactive']],
];

/** What is true of sessions that were made up: what tests can assert. */
export function Truth({ made: { truth, written, arguments: given }, bots }: Props) {
  const nameOf = (botId: string): string => bots.find((bot) => bot.botId === botId)?.name ?? botId;
  const lines: [string, Counts][] = [
    ['All bots', truth],
    ...Object.entries(truth.perBot).map(([botId, counts]): [string, Counts] => [nameOf(botId), counts]),
  ];
  return (
    <div class="truth" role="status">
      <p class="note">
        <strong>{written}</strong> written. What is true of all{' '}
        <strong class="truth-total">{truth.total}</strong>, of {truth.users} users:
      </p>
      <div class="scroll">
        <table class="table">
          <thead>
            <tr>
              <th>Bot</th>
              {columns.map(([name]) => (
                <th key={name}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(([name, counts]) => (
              <tr key={name}>
                <td dir="auto">{name}</td>
                {columns.map(([column, of]) => (
                  <td key={column}>{of(counts) ?? 0}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="buttons">
        <CopyButton
          class="button"
          label="Copy the truth as JSON"
          what="the truth"
          text={JSON.stringify(truth, undefined, 2)}
        />
        <CopyButton
          class="button"
          label="Copy the arguments"
          what="the arguments"
          text={JSON.stringify(given, undefined, 2)}
        />
      </div>
    </div>
  );
}
