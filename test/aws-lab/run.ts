import { once } from 'node:events';
import { systemTime } from '../../functions/domain/time.ts';
import { findEnvironment } from '../../infra/aws/environments/index.ts';
import { runContract } from './contract.ts';
import { type Deployed, deploy } from './deployed.ts';
import { type Lab, startLab } from './lab.ts';
import { cpuControl } from './lambda/cpu-share.ts';
import { type LabRun, readOptions, usage } from './options.ts';
import { inARow } from './trials/in-a-row.ts';
import { loaded } from './trials/loaded.ts';
import { removal } from './trials/removal.ts';
import { sizesTrial } from './trials/sizes.ts';
import { exactly, type Finding, type Trial } from './trials/trial.ts';

const trials: readonly Trial[] = [inARow, loaded, removal, sizesTrial];
/** Those whose outcome does not depend on how busy the machine is. */
const shortTrials: readonly Trial[] = [inARow, loaded];

/** Files of the contract suite that touch every part, for the short form. */
const shortFiles = ['vendor-page', 'paging', 'errors', 'import-export'];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

class Run {
  readonly #options: LabRun;
  readonly #deployed: Deployed;
  readonly #cpu = cpuControl();
  failed = 0;

  constructor(options: LabRun, deployed: Deployed) {
    this.#options = options;
    this.#deployed = deployed;
    say(`Functions have ${options.limitsCpu ? this.#cpu.word : 'the whole processor'}.`);
  }

  /** Gives a lab of its own to a piece of work, and says what it met there. */
  async inLab(name: string, work: (lab: Lab) => Promise<Finding[]>): Promise<void> {
    const { environment, concurrency, events, indexLagMs, limitsCpu } = this.#options;
    const { data, throttle } = findEnvironment(environment);
    const lab = await startLab({
      deployed: this.#deployed,
      caps: { read: data.maxReadUnits, write: data.maxWriteUnits },
      rate: throttle.burst,
      concurrency,
      events,
      ...(indexLagMs !== undefined && { indexLagMs }),
      limitCpu: limitsCpu ? this.#cpu.limit : undefined,
    });
    const begun = systemTime.monotonic();
    try {
      const found = await work(lab);
      this.#report(name, [...found, exactly('calls that no policy allows', 0, lab.dynamodb.denied.length)]);
    } finally {
      say(`  ${seconds(systemTime.monotonic() - begun)}; ${describe(lab)}`);
      await lab.close();
    }
  }

  #report(name: string, findings: readonly Finding[]): void {
    say(`\n== ${name}`);
    for (const { what, bar, got, isMet } of findings) {
      say(`  ${isMet ? 'met   ' : 'NOT MET'} ${what}: ${got} (${bar})`);
      if (!isMet) this.failed++;
    }
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const list = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, count]) => `${name} ${Math.round(count)}`).join(', ') || 'none';

function describe({ lambda, capacity, dynamodb }: Lab): string {
  const calls = [...dynamodb.calls.values()].reduce((sum, count) => sum + count, 0);
  return [
    `instances: ${list(lambda.started)}`,
    `invocations throttled: ${lambda.throttled}`,
    `failures: ${list(lambda.failures)}`,
    `calls to DynamoDB: ${calls}`,
    `units: ${list(capacity.taken)}`,
    `throttled there: ${list(capacity.refused)}`,
  ].join('; ');
}

async function serve(run: Run): Promise<void> {
  await run.inLab('served', async ({ url, controlKey }) => {
    say(JSON.stringify({ url, controlKey }));
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    return [];
  });
}

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    say(usage);
    return 0;
  }
  const deployed = await deploy(findEnvironment(options.environment), options.functions);
  process.once('exit', () => deployed.remove());
  const run = new Run(options, deployed);
  if (options.serve) await serve(run);
  else {
    // What ends at once leaves no instance that stands still.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
    await tryAll(run, options);
  }
  return run.failed === 0 ? 0 : 1;
}

async function tryAll(run: Run, { isShort, trials: wanted, runs, workers, files }: LabRun): Promise<void> {
  for (const { name, about, run: work } of isShort ? shortTrials : trials) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await run.inLab(`${name}: ${about}`, work);
  }
  if (wanted.length > 0 && !wanted.includes('contract')) return;
  const chosen = files.length > 0 ? files : isShort ? shortFiles : [];
  for (let number = 1; number <= (isShort ? 1 : runs); number++) {
    await run.inLab(`contract suite, run ${number}`, async (lab) => [
      exactly('every test passes', true, await runContract(lab, { files: chosen, workers })),
    ]);
  }
}

process.exitCode = await main(process.argv.slice(2));
