import type { DynamoDBClient, SendOptions } from './client.ts';
import { fromBody, toBody } from './wire.ts';

/* Takes the place of the AWS SDK's document client in the bundles, as far as the store uses it. */

type Input = Readonly<Record<string, unknown>>;

abstract class Command {
  abstract readonly operation: string;
  readonly input: Input;

  constructor(input: Input) {
    this.input = input;
  }
}

export class BatchGetCommand extends Command {
  readonly operation = 'BatchGetItem';
}

export class BatchWriteCommand extends Command {
  readonly operation = 'BatchWriteItem';
}

export class DeleteCommand extends Command {
  readonly operation = 'DeleteItem';
}

export class GetCommand extends Command {
  readonly operation = 'GetItem';
}

export class PutCommand extends Command {
  readonly operation = 'PutItem';
}

export class QueryCommand extends Command {
  readonly operation = 'Query';
}

export class UpdateCommand extends Command {
  readonly operation = 'UpdateItem';
}

export class DynamoDBDocumentClient {
  /** There is no middleware to take out. */
  readonly middlewareStack = { remove: (): boolean => false };
  readonly #client: DynamoDBClient;

  private constructor(client: DynamoDBClient) {
    this.#client = client;
  }

  static from(client: DynamoDBClient): DynamoDBDocumentClient {
    return new DynamoDBDocumentClient(client);
  }

  async send({ operation, input }: Command, options?: SendOptions): Promise<Input> {
    return fromBody(await this.#client.call(operation, toBody(input), options));
  }

  destroy(): void {
    this.#client.destroy();
  }
}
