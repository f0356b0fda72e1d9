import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What a call goes through, from its input to its output. */
type Handler = (command: unknown) => Promise<{ output: object }>;

/** What a document client's command is made of, which the SDK keeps to itself. */
interface DocumentCommand {
  middlewareStack: unknown;
  /** That of DynamoDB's own client: `input` is the document client's, and is marshalled on the way. */
  clientCommand: { resolveMiddleware: (stack: unknown, config: unknown, options: undefined) => Handler };
  addMarshallingMiddleware: (config: unknown) => void;
}

/**
 * Has a document client put together once, for each kind of command, what calls go through: some twenty pieces of
 * middleware, which are copied and sorted for each call else. The SDK can do so itself (`cacheMiddleware`) where it is
 * not a document client, whose commands are bound to their input. Calls with options go the SDK's way, and so do commands
 * that are not a document client's own. Middleware that is added after the first call of a kind has no part in it.
 */
export function keepHandlers(client: DynamoDBDocumentClient): void {
  const { config, middlewareStack } = client;
  const handlers = new Map<unknown, Handler>();
  const sendBySdk = client.send.bind(client) as (...sent: unknown[]) => Promise<object>;
  const send = async (command: DocumentCommand, ...options: unknown[]): Promise<object> => {
    if (options.length > 0 || !('clientCommand' in command)) return sendBySdk(command, ...options);
    let handler = handlers.get(command.constructor);
    if (!handler) {
      command.addMarshallingMiddleware(config);
      const stack = middlewareStack.concat(command.middlewareStack as typeof middlewareStack);
      handler = command.clientCommand.resolveMiddleware(stack, config, undefined);
      handlers.set(command.constructor, handler);
    }
    return (await handler(command.clientCommand)).output;
  };
  Object.assign(client, { send });
}
