import { systemTime, type Time } from '../../functions/domain/time.ts';
import { type ClientCallId, callForms, misfitOf } from './calls.ts';
import { ProblemError, UnexpectedAnswerError } from './errors.ts';
import { exchange, readJson, type TransportOptions } from './exchange.ts';
import { type Retries, whileBusy, withRetries } from './retries.ts';
import type { Answer, Calls } from './types.ts';

export interface ClientOptions extends TransportOptions {
  /** Base URL of the emulator. */
  url: string;
  /** The key of the control API, or what gives it once it is needed. */
  controlKey: string | (() => string);
  /** Without it no call is repeated. */
  retries?: Retries;
}

type Takes<Id extends ClientCallId> = Calls[Id]['takes'];
type Gives<Id extends ClientCallId> = Calls[Id]['gives'];

/** The control API of one emulator. Every method throws a ControlApiError where it cannot do its work. */
export class ControlClient {
  /** Without a slash at its end. */
  readonly url: string;
  readonly #options: ClientOptions;
  readonly #time: Time;

  constructor(options: ClientOptions) {
    this.url = options.url.replace(/\/+$/, '');
    this.#options = options;
    this.#time = options.time ?? systemTime;
  }

  /** The key of the control API, for who goes there another way. */
  controlKey(): string {
    const { controlKey } = this.#options;
    return typeof controlKey === 'string' ? controlKey : controlKey();
  }

  /** Makes a call by its id. */
  call<Id extends ClientCallId>(id: Id, given: Takes<Id>): Promise<Gives<Id>> {
    return this.callUnchecked(id, given);
  }

  /** The same with a body that somebody has written: the emulator says what is wrong with it. */
  async callUnchecked<Id extends ClientCallId>(
    id: Id,
    given: Omit<Takes<Id>, 'body'> & { body?: unknown },
  ): Promise<Gives<Id>> {
    const { method, path, answer: shape, statuses } = callForms[id];
    const { body, query, ...parameters }: Given = given;
    const answer = await this.#ask(method, fill(path, parameters) + searchOf(query), statuses, body);
    if (shape === 'removal') return (answer.status === 204 ? 'done' : 'continues') as Gives<Id>;
    const value = readJson(answer.text);
    const misfit = misfitOf(value, shape);
    if (misfit === undefined) return value as Gives<Id>;
    throw new UnexpectedAnswerError(answer, misfit);
  }

  /**
   * As `callUnchecked`, and again while the emulator is busy: for long work that is done in many calls.
   *
   * @param mayRepeat for a call that does something else the second time
   */
  callPatiently<Id extends ClientCallId>(
    id: Id,
    given: Omit<Takes<Id>, 'body'> & { body?: unknown },
    mayRepeat?: (error: unknown) => boolean,
  ): Promise<Gives<Id>> {
    return whileBusy(this.#time, () => this.callUnchecked(id, given), mayRepeat);
  }

  /** Gets lines of JSON below `/_emulator`, with the headers that lead on. */
  async lines(path: string): Promise<Answer> {
    const answer = await this.#ask('GET', path, [200]);
    if (answer.headers.get('content-type')?.startsWith('application/x-ndjson')) return answer;
    throw new UnexpectedAnswerError(answer, 'NDJSON');
  }

  #ask(method: string, path: string, expected: readonly number[], body?: unknown): Promise<Answer> {
    const { controlKey: _, retries, ...transport } = this.#options;
    const message = {
      method,
      url: `${this.url}/_emulator${path}`,
      headers: { authorization: `Bearer ${this.controlKey()}` },
      body,
    };
    return withRetries(retries, this.#time, async () => {
      const answer = await exchange(message, transport);
      if (expected.includes(answer.status)) return answer;
      throw failureOf(answer, String(expected[0]));
    });
  }
}

interface Given {
  body?: unknown;
  query?: Readonly<Record<string, string | number | undefined>>;
  [parameter: string]: unknown;
}

function fill(path: string, parameters: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parameters[name])));
}

function searchOf(query: Given['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? '' : `?${search}`;
}

/** Others have a detail too, but no code. */
function failureOf(answer: Answer, expected: string): ProblemError | UnexpectedAnswerError {
  const problem = readJson(answer.text);
  if (misfitOf(problem, { code: 'string', detail: 'string' }) !== undefined) {
    return new UnexpectedAnswerError(answer, expected);
  }
  const { code, detail, errors } = problem as { code: string; detail: string; errors?: unknown };
  return new ProblemError(answer, expected, { code, detail, errors: Array.isArray(errors) ? errors : [] });
}
