import { expect } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator.ts';
import { ApiDescription, type OpenApiDocument } from '../../support/openapi.ts';

interface View {
  accountId: string;
  bots: { botId: string }[];
  apps: { clientId: string }[];
}

/** An emulator whose answers are held against the document that it gives. */
export class DescribedEmulator {
  readonly api: ApiDescription;
  readonly request: Emulator['request'];
  readonly controlKey: string;
  readonly close: () => Promise<void>;
  readonly #succeeded = new Set<string>();

  constructor({ request, controlKey, close }: Emulator, document: OpenApiDocument) {
    this.api = new ApiDescription(document);
    this.request = request;
    this.controlKey = controlKey;
    this.close = close;
  }

  /** Asks the control API as a client would, and holds the answer against the document. */
  async ask(method: string, path: string, body?: unknown, key = this.controlKey): Promise<Response> {
    const response = await this.request(path, {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    await this.check(method, path, response);
    return response;
  }

  /** Holds an answer against the document. */
  async check(method: string, path: string, response: Response): Promise<void> {
    const { pathname } = new URL(path, 'http://localhost');
    expect(await this.api.complaintOf(method, pathname, response)).toBeUndefined();
    if (response.ok) this.#succeeded.add(this.api.find(method, pathname).name);
  }

  async makeAccount(input: unknown = {}): Promise<View & { path: string }> {
    const response = await this.ask('POST', '/_emulator/accounts', input);
    expect(response.status).toBe(201);
    const view = (await response.json()) as View;
    return { ...view, path: `/_emulator/accounts/${view.accountId}` };
  }

  /** The operations whose paths begin so that have not answered with success yet. */
  withoutAnswer(prefix: string): string[] {
    return this.api.operations.filter(
      (name) => name.split(' ')[1]?.startsWith(prefix) && !this.#succeeded.has(name),
    );
  }
}

export async function startDescribed(): Promise<DescribedEmulator> {
  const emulator = await startEmulator();
  const response = await emulator.request('/_emulator/openapi.json');
  return new DescribedEmulator(emulator, (await response.json()) as OpenApiDocument);
}
