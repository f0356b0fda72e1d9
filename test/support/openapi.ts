import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

type JsonSchema = Record<string, unknown>;

interface MediaType {
  schema: JsonSchema;
  example?: unknown;
}

interface ResponseObject {
  content?: Record<string, MediaType>;
}

interface OperationObject {
  operationId: string;
  security?: Record<string, unknown>[];
  parameters?: { name: string; in: string; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Record<string, MediaType> };
  responses: Record<string, ResponseObject>;
}

export interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, OperationObject>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, unknown> };
}

const isDateTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);

const componentsId = 'components';

/** A part of the document as the validator finds what it refers to. */
const referring = <T>(part: T): T =>
  JSON.parse(JSON.stringify(part).replaceAll('"#/components/schemas/', `"${componentsId}#/$defs/`));

/** An OpenAPI document that answers are held against. */
export class ApiDescription {
  readonly document: OpenApiDocument;
  readonly #ajv = new Ajv2020({ strict: false, formats: { 'date-time': isDateTime } });
  readonly #schemas = new Map<string, ValidateFunction>();

  constructor(document: OpenApiDocument) {
    this.document = document;
    // Once for all that refer to them: whole in each they would be compiled as often.
    this.#ajv.addSchema({ $id: componentsId, $defs: referring(document.components.schemas) });
  }

  /** The operations by method and path, as `get /_emulator/health`. */
  get operations(): string[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
  }

  /** The operation that a request belongs to, and its name as above. */
  find(method: string, path: string): { name: string; operation: OperationObject } {
    for (const [template, methods] of Object.entries(this.document.paths)) {
      const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
      const operation = methods[method.toLowerCase()];
      if (operation && pattern.test(path)) return { name: `${method.toLowerCase()} ${template}`, operation };
    }
    throw new Error(`The document has no ${method} ${path}.`);
  }

  /** What is wrong with a value by a schema of the document; undefined where nothing is. */
  complaint(schema: JsonSchema, value: unknown): string | undefined {
    const validate = this.#compiled(schema);
    if (validate(value)) return undefined;
    return (validate.errors ?? [])
      .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
      .join('; ');
  }

  /**
   * What is wrong with an answer: a status, type or body that the document does not have; undefined where
   * nothing is.
   */
  async complaintOf(method: string, path: string, response: Response): Promise<string | undefined> {
    const { name, operation } = this.find(method, path);
    const described = operation.responses[response.status];
    if (!described) return `${name} does not have the status ${response.status}`;
    const text = await response.clone().text();
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    if (!described.content) return text === '' ? undefined : `${name} ${response.status} has a body`;
    const schema = described.content[type]?.schema;
    if (!schema) return `${name} ${response.status} does not have the type "${type}"`;
    const wrong = this.complaint(schema, /[/+]json$/.test(type) ? JSON.parse(text) : text);
    return wrong && `${name} ${response.status}: ${wrong}\n${text.slice(0, 500)}`;
  }

  #compiled(schema: JsonSchema): ValidateFunction {
    const key = JSON.stringify(schema);
    const known = this.#schemas.get(key);
    if (known) return known;
    const compiled = this.#ajv.compile(referring(schema));
    this.#schemas.set(key, compiled);
    return compiled;
  }
}
