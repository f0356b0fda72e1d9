import { systemTime } from '../../../functions/domain/time.ts';
import { type Asked, makeAccount } from '../client.ts';
import { pauseOf } from './pause.ts';
import { exactly, noted, percentile, type Trial } from './trial.ts';

const requests = 150;
const apartMs = 10;

/**
 * Who asks again 10 ms after an answer must not meet an instance that has to start first. The 10 ms are those of the
 * instance: on a machine with other work it stands still for longer than that with nothing left to do.
 */
export const inARow: Trial = {
  name: 'in-a-row',
  about: `${requests} requests, each ${apartMs} ms after the answer before`,
  run: async (lab) => {
    const account = await makeAccount(lab, { seed: { count: 200 } });
    await account.page();
    const instances = (): number => lab.lambda.started.get('GetSessions') ?? 0;
    const answers: Asked[] = [];
    const cold: number[] = [];
    for (let sent = 1; sent <= requests; sent++) {
      await pauseOf(apartMs, [process.pid, ...lab.lambda.pids], systemTime);
      const started = instances();
      answers.push(await account.page());
      if (instances() > started) cold.push(sent);
    }
    const times = answers.map(({ ms }) => ms);
    return [
      exactly(
        'answers other than 200',
        0,
        answers.filter(({ status }) => status !== 200).map(({ status, text }) => `${status} ${text}`)[0] ?? 0,
      ),
      exactly('requests that met another instance', 'none', cold.join(', ') || 'none'),
      noted('an answer, median', percentile(times, 0.5), ' ms'),
      noted('an answer, 99 of 100', percentile(times, 0.99), ' ms'),
    ];
  },
};
