import { randomUUID } from 'node:crypto';

/** As much of an event of a REST API (AWS: payload format version 1.0) as the functions read. */
export interface InvokeEvent {
  readonly resource: '/{proxy+}';
  readonly path: string;
  readonly httpMethod: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
  readonly queryStringParameters: Readonly<Record<string, string>> | null;
  readonly multiValueQueryStringParameters: Readonly<Record<string, readonly string[]>> | null;
  readonly pathParameters: { readonly proxy: string };
  readonly stageVariables: null;
  readonly requestContext: Readonly<Record<string, unknown>>;
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

/**
 * The event that API Gateway would make of a request.
 *
 * @param basePath what the path begins with before the API's own
 */
export async function eventOf(request: Request, basePath = ''): Promise<InvokeEvent> {
  const { pathname, searchParams, host } = new URL(request.url);
  const path = pathname.slice(basePath.length) || '/';
  const headers = { host, 'x-forwarded-proto': 'https', ...Object.fromEntries(request.headers) };
  const parameters = Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]),
  );
  const hasParameters = Object.keys(parameters).length > 0;
  const body = Buffer.from(await request.arrayBuffer());
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: request.method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: hasParameters ? Object.fromEntries(searchParams) : null,
    multiValueQueryStringParameters: hasParameters ? parameters : null,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      httpMethod: request.method,
      path,
      protocol: 'HTTP/1.1',
      requestId: randomUUID(),
      identity: { sourceIp: '127.0.0.1', userAgent: request.headers.get('user-agent') },
    },
    body: body.length === 0 ? null : body.toString('base64'),
    isBase64Encoded: body.length > 0,
  };
}
