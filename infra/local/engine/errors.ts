const service = 'com.amazonaws.dynamodb.v20120810';

/** A refusal or failure in DynamoDB's words; the request handler turns it into the answer's body. */
export class EngineError extends Error {
  override readonly name: string;
  readonly status: number;
  readonly #namespace: string;
  readonly #more: Readonly<Record<string, unknown>>;

  constructor(
    name: string,
    message: string,
    { status = 400, namespace = service, more = {}, cause }: EngineErrorOptions = {},
  ) {
    super(message, { cause });
    this.name = name;
    this.status = status;
    this.#namespace = namespace;
    this.#more = more;
  }

  toBody(): string {
    return JSON.stringify({
      __type: `${this.#namespace}#${this.name}`,
      message: this.message,
      ...this.#more,
    });
  }
}

interface EngineErrorOptions {
  status?: number;
  namespace?: string;
  /** Further members of the answer. */
  more?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

export const validationError = (message: string): EngineError =>
  new EngineError('ValidationException', message, { namespace: 'com.amazon.coral.validate' });

export const invalidParameter = (message: string): EngineError =>
  validationError(`One or more parameter values were invalid: ${message}`);

/** What DynamoDB takes and this engine does not: the emulator has no use for it. */
export const notSupported = (what: string): EngineError =>
  validationError(`${what} is not supported by the embedded engine`);

export const unknownOperation = (operation: string): EngineError =>
  new EngineError('UnknownOperationException', `The embedded engine has no operation ${operation}`, {
    namespace: 'com.amazon.coral.service',
  });

export const serializationError = (message: string): EngineError =>
  new EngineError('SerializationException', message, { namespace: 'com.amazon.coral.service' });

/** The disk's failure, as DynamoDB tells of its own, and without the file's name; whoever calls may try again. */
export function internalServerError(cause: unknown): EngineError {
  const told = cause instanceof Error ? cause.message : String(cause);
  const reason = told.slice(told.lastIndexOf(': ') + 1).trim();
  return new EngineError('InternalServerError', `The data could not be read or written: ${reason}`, {
    status: 500,
    cause,
  });
}
