import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Cancel, Time } from '../../../functions/domain/time.ts';
import type { LimitCpu } from './cpu-share.ts';
import { RuntimeApi, type Said } from './runtime-api.ts';

/** A function as it is deployed. */
export interface LambdaFunction {
  name: string;
  /** Its built `index.mjs`. */
  path: string;
  variables: Readonly<Record<string, string>>;
  megabytes: number;
  timeoutMs: number;
}

export interface InstanceOptions {
  time: Time;
  limitCpu?: LimitCpu | undefined;
  /** Told of each line that functions write. */
  onOutput: (text: string) => void;
  /** Whether an instance stands still between invocations. */
  freezes: boolean;
}

/** What became of an invocation. */
export type Invoked = Said | { kind: 'timeout' | 'exit' };

const runtime = fileURLToPath(new URL('runtime.mjs', import.meta.url));
let made = 0;

// One that stands still hears no signal but the last, and would stay when this process goes early.
const living = new Set<Instance>();
process.once('exit', () => {
  for (const instance of living) instance.end();
});

/** One sandbox of a function: a process that has one invocation at a time, and stands still between them. */
export class Instance {
  readonly function: LambdaFunction;
  readonly #options: InstanceOptions;
  readonly #number = ++made;
  readonly #api: RuntimeApi;
  #child: ChildProcess | undefined;
  #unlimitCpu: (() => void) | undefined;
  #isFrozen = false;
  #isOver = false;
  #isBusy = true;
  #cancelTimeout: Cancel = () => undefined;
  #current: { id: string; answer: (invoked: Invoked) => void } | undefined;
  #wake: () => void = () => undefined;

  constructor(lambda: LambdaFunction, options: InstanceOptions) {
    this.function = lambda;
    this.#options = options;
    this.#api = new RuntimeApi({
      onIdle: () => this.#rest(),
      onSaid: (id, said) => this.#said(id, said),
      onInitError: (text) => options.onOutput(`${lambda.name} does not load: ${text}\n`),
    });
  }

  /** Whether it is up, or coming up, and in use. */
  get isBusy(): boolean {
    return this.#isBusy && !this.#isOver;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Of its process, once that has begun. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it at the full speed of the machine, as Lambda starts functions, and has it invoked at once. */
  async start(): Promise<void> {
    const { name, path, variables, megabytes } = this.function;
    const runtimeApi = await this.#api.start();
    const isReady = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${Math.floor(megabytes * 0.9)}`, runtime, path],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...variables, AWS_LAMBDA_RUNTIME_API: runtimeApi, AWS_LAMBDA_FUNCTION_NAME: name },
      },
    );
    this.#child = child;
    living.add(this);
    for (const output of [child.stdout, child.stderr]) {
      output?.setEncoding('utf8').on('data', this.#options.onOutput);
    }
    child.once('exit', () => this.end());
    await isReady;
    if (child.pid !== undefined && !this.#isOver) {
      this.#unlimitCpu = this.#options.limitCpu?.(`${name}-${this.#number}`, child.pid, megabytes);
    }
  }

  /** Takes it for an invocation that is about to come. */
  reserve(): void {
    this.#isBusy = true;
  }

  invoke(event: string): Promise<Invoked> {
    if (this.#isOver) return Promise.resolve({ kind: 'exit' });
    const { time } = this.#options;
    const { timeoutMs } = this.function;
    return new Promise((resolve) => {
      const id = randomUUID();
      this.#isBusy = true;
      this.#current = { id, answer: resolve };
      this.#cancelTimeout = time.after(timeoutMs, () => this.end('timeout'));
      this.#signal('SIGCONT');
      this.#api.invoke(id, event, time.now() + timeoutMs);
    });
  }

  end(kind: 'timeout' | 'exit' = 'exit'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    living.delete(this);
    this.#cancelTimeout();
    this.#current?.answer({ kind });
    this.#signal('SIGCONT');
    this.#child?.kill('SIGKILL');
    this.#api.close();
    this.#unlimitCpu?.();
    this.#wake();
  }

  #said(id: string, said: Said): void {
    if (this.#current?.id === id) this.#current.answer(said);
  }

  #rest(): void {
    this.#cancelTimeout();
    this.#isBusy = this.#current === undefined;
    this.#current = undefined;
    if (this.#options.freezes) this.#signal('SIGSTOP');
    this.#wake();
  }

  #signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const freeze = signal === 'SIGSTOP';
    if (this.#isFrozen === freeze) return;
    this.#isFrozen = freeze;
    this.#child?.kill(signal);
  }
}
