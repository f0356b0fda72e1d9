import { useState } from 'preact/hooks';
import { type AnswerOf, call } from '../../api/calls.ts';
import { textOf } from '../../api/problem.ts';
import { Area, Input, Select } from '../../parts/field.tsx';
import type { Account } from '../../state/account.ts';
import { changed } from '../../state/use-call.ts';
import { Truth } from './truth.tsx';

type Generated = AnswerOf<'generateSessions'>;

const scenarios = [
  ['', 'my own arguments'],
  ['demo', 'demo: 600 in nine days, 12 active'],
  ['quiet', 'quiet: 30 in 30 days'],
  ['busy-week', 'busy-week: 12,000 in seven days, 60 active'],
  ['ties', 'ties: 250 a bot, most with a start that others share'],
  ['edges', 'edges: at the ends of windows'],
  ['empty', 'empty: none'],
] as const;

/** One call writes so many at most. */
const partSize = 15_000;

/** Makes sessions up, in parts where they are many, and gives what is true of all of them. */
async function generateAll(
  accountId: string,
  body: Record<string, unknown>,
  onProgress: (done: number, of: number) => void,
): Promise<Generated> {
  const path = { accountId };
  const isLarge = Number(body['count'] ?? 0) > partSize;
  let answer = await call('generateSessions', { path, body: isLarge ? { ...body, limit: partSize } : body });
  while (answer.next !== undefined) {
    onProgress(answer.next, answer.total);
    answer = await call('generateSessions', {
      path,
      body: { ...answer.arguments, offset: answer.next, limit: partSize },
    });
  }
  return answer;
}

export function Generate({ account: { accountId, bots } }: { account: Account }) {
  const [scenario, setScenario] = useState('');
  const [count, setCount] = useState('2000');
  const [seed, setSeed] = useState('kore');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [bot, setBot] = useState('');
  const [shape, setShape] = useState('business');
  const [active, setActive] = useState('0');
  const [more, setMore] = useState('');
  const [made, setMade] = useState<Generated | undefined>(undefined);
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const [progress, setProgress] = useState<{ done: number; of: number } | undefined>(undefined);

  const bodyOf = (): Record<string, unknown> => {
    if (scenario !== '') return { scenario };
    return {
      count: Number(count),
      seed,
      ...(from.trim() && { from: from.trim() }),
      ...(to.trim() && { to: to.trim() }),
      ...(bot && { bots: [bot] }),
      shape,
      ...(Number(active) > 0 && { active: Number(active) }),
      ...(more.trim() === '' ? {} : (JSON.parse(more) as Record<string, unknown>)),
    };
  };
  const run = async (): Promise<void> => {
    setWrong(undefined);
    setMade(undefined);
    setProgress({ done: 0, of: 1 });
    try {
      setMade(await generateAll(accountId, bodyOf(), (done, of) => setProgress({ done, of })));
    } catch (error) {
      setWrong(textOf(error));
    }
    setProgress(undefined);
    changed();
  };

  return (
    <section class="card" aria-labelledby="generate-title">
      <h2 id="generate-title">Make sessions up</h2>
      <p>The same arguments make the same sessions everywhere; what is true of them is told at once.</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <div class="form">
          <Select label="Scenario" value={scenario} onInput={setScenario} options={scenarios} />
          {scenario === '' && (
            <>
              <Input label="How many" type="number" min={0} value={count} onInput={setCount} />
              <Input label="Seed" value={seed} onInput={setSeed} hint="another seed, other sessions" />
              <Input label="From (GMT)" value={from} onInput={setFrom} placeholder="7 days before To" />
              <Input label="To (GMT)" value={to} onInput={setTo} placeholder="now" />
              <Select
                label="Bot"
                value={bot}
                onInput={setBot}
                options={[
                  ['', 'every bot'],
                  ...bots.map(({ botId, name }) => [botId, `${name} ${botId}`] as const),
                ]}
              />
              <Select
                label="Shape"
                value={shape}
                onInput={setShape}
                options={[
                  ['business', 'business hours'],
                  ['flat', 'flat'],
                ]}
              />
              <Input label="Still active at To" type="number" min={0} value={active} onInput={setActive} />
              <Area
                label="More arguments, as JSON"
                rows={2}
                value={more}
                onInput={setMore}
                placeholder='{"mix": {"containmentType": {"agent": 1, "dropOff": 1}}, "ties": {"instants": 3, "perBot": 4}}'
              />
            </>
          )}
        </div>
        <div class="buttons">
          <button type="submit" class="primary" disabled={progress !== undefined}>
            Make them
          </button>
          {progress && (
            <span role="status">
              {progress.of > 1 ? `${progress.done} of ${progress.of} made` : 'Working…'}
            </span>
          )}
        </div>
      </form>
      {wrong !== undefined && (
        <p class="trouble" role="alert">
          {wrong}
        </p>
      )}
      {made && <Truth made={made} bots={bots} />}
    </section>
  );
}
