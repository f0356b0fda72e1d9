/** What DynamoDB answered in place of what was asked, in the members that the AWS SDK's errors have. */
export class DynamoDBFailure extends Error {
  override readonly name: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: { httpStatusCode: number; requestId: string | undefined };

  constructor(name: string, message: string, httpStatusCode: number, requestId: string | undefined) {
    super(message);
    this.name = name;
    this.$fault = httpStatusCode < 500 ? 'client' : 'server';
    this.$metadata = { httpStatusCode, requestId };
  }
}

/** @param body as it came, which may be anything where something between here and DynamoDB answered */
export function toFailure(status: number, body: string, requestId: string | undefined): DynamoDBFailure {
  const { __type: type, message, Message } = membersOf(body);
  const name = typeof type === 'string' ? type.slice(type.indexOf('#') + 1) : 'UnknownError';
  const text = typeof message === 'string' ? message : Message;
  return new DynamoDBFailure(name, typeof text === 'string' ? text : name, status, requestId);
}

function membersOf(body: string): { __type?: unknown; message?: unknown; Message?: unknown } {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
