import { Instance, type InstanceOptions, type Invoked, type LambdaFunction } from './instance.ts';

export interface LambdaOptions extends InstanceOptions {
  /** How many invocations of all functions there may be at once. (AWS: 1,000; 10 in new accounts.) */
  concurrency: number;
}

/** What Lambda takes and gives: an event or an answer as JSON. (AWS: Lambda quotas.) */
export const largestPayload = 6_291_556;

/** What became of an invocation, as who invokes it is told. */
export type Outcome =
  | { kind: 'answer'; body: string; cpuMs: number }
  | { kind: 'throttled' }
  | { kind: 'failed'; why: string };

/** The functions of one AWS account, in as many instances as there are invocations at once. */
export class Lambda {
  readonly #options: LambdaOptions;
  readonly #instances = new Map<string, Instance[]>();
  /** Instances started, by function. */
  readonly started = new Map<string, number>();
  throttled = 0;
  /** Why invocations failed, and how often. */
  readonly failures = new Map<string, number>();

  constructor(options: LambdaOptions) {
    this.#options = options;
  }

  /** How many invocations there may be at once from now on. */
  set concurrency(most: number) {
    this.#options.concurrency = most;
  }

  async invoke(lambda: LambdaFunction, event: string): Promise<Outcome> {
    const instance = await this.#instanceOf(lambda);
    if (!instance) {
      this.throttled++;
      return { kind: 'throttled' };
    }
    const outcome = outcomeOf(await instance.invoke(event));
    if (outcome.kind === 'failed') {
      this.failures.set(outcome.why, (this.failures.get(outcome.why) ?? 0) + 1);
    }
    return outcome;
  }

  /** Ends every instance of the functions, so that the next invocation is cold. */
  end(): void {
    for (const instance of this.#all()) instance.end();
    this.#instances.clear();
  }

  /** The processes of all instances that there are. */
  get pids(): number[] {
    return this.#all().flatMap(({ pid, isOver }) => (pid === undefined || isOver ? [] : [pid]));
  }

  #all(): Instance[] {
    return [...this.#instances.values()].flat();
  }

  /** The instance that was free last, as Lambda mostly takes it, or a new one. */
  async #instanceOf(lambda: LambdaFunction): Promise<Instance | undefined> {
    const alive = (this.#instances.get(lambda.name) ?? []).filter(({ isOver }) => !isOver);
    this.#instances.set(lambda.name, alive);
    const free = alive.findLast(({ isBusy }) => !isBusy);
    if (free) {
      free.reserve();
      return free;
    }
    if (this.#all().filter(({ isBusy }) => isBusy).length >= this.#options.concurrency) return undefined;
    const instance = new Instance(lambda, this.#options);
    alive.push(instance);
    this.started.set(lambda.name, (this.started.get(lambda.name) ?? 0) + 1);
    await instance.start();
    instance.reserve();
    return instance;
  }
}

function outcomeOf(invoked: Invoked): Outcome {
  if (invoked.kind === 'response') {
    const { body, cpuMs } = invoked;
    if (Buffer.byteLength(body) <= largestPayload) return { kind: 'answer', body, cpuMs };
    return { kind: 'failed', why: 'Function.ResponseSizeTooLarge' };
  }
  if (invoked.kind === 'error') return { kind: 'failed', why: invoked.body.slice(0, 500) };
  return { kind: 'failed', why: invoked.kind === 'timeout' ? 'Task timed out' : 'Runtime exited' };
}
