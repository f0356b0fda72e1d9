import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** What the commands find in AWS. */
export interface World {
  account: string;
  /** SSM parameters by name. */
  parameters: Record<string, string>;
  stacks: { name: string; protected?: boolean; status?: string; outputs?: Record<string, string> }[];
  secrets: Record<string, string>;
  /** What Lambda lets the account run at once, and what is free of it. */
  concurrency?: { limit: number; free: number };
  /** Tables by name, with what was done to each. */
  tables?: Record<string, { status: string; done: string[] }>;
  /** Does what Lambda is asked to invoke: gives a payload, or throws what the function threw. */
  invoke?: (functionName: string, event: unknown) => Promise<unknown>;
  /** The role by which API Gateway writes logs. */
  logRole?: string;
  /** Hosted zones by id. */
  zones?: Record<string, { name: string; nameServers: string[] }>;
  /** What DNS says of the name servers of a zone. */
  nameServers?: Record<string, string[]>;
  /** ARNs of the identity providers. */
  identityProviders?: string[];
  /** The trust policies of roles by their names. */
  trust?: Record<string, unknown>;
  /** Instead of answering, every call is refused with this error. */
  refusal?: { status: number; code: string };
  /** What Secrets Manager refuses every read with. */
  secretRefusal?: { code: string; message: string };
}

interface Answer {
  status: number;
  type: 'text/xml' | 'application/json' | 'application/x-amz-json-1.1';
  body: string;
  headers?: Record<string, string>;
}

/** As much of STS, SSM, CloudFormation and Secrets Manager as the commands ask, on a port of its own. */
export class FakeAws {
  world: World = { account: '123456789012', parameters: {}, stacks: [], secrets: {} };
  /** The regions of the calls, as their signatures name them. */
  readonly regions = new Set<string>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('There is no port.');
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , region = ''] =
      /Credential=([^,]+)/.exec(request.headers.authorization ?? '')?.[1]?.split('/') ?? [];
    this.regions.add(region);
    const sent = await text(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    const { status, type, body, headers } =
      answerOfDynamo(target, sent, this.world) ??
      (await answerInvocation(request.url ?? '', sent, this.world)) ??
      answerByPath(request.url ?? '', this.world) ??
      this.#answer(target, sent);
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  }

  #answer(target: string, body: string): Answer {
    const { refusal, secretRefusal, account, parameters, stacks, secrets } = this.world;
    if (refusal) return refused(refusal.status, refusal.code, target);
    const asked = target === '' ? {} : (JSON.parse(body) as { Name?: string; SecretId?: string });
    switch (target || new URLSearchParams(body).get('Action')) {
      case 'GetCallerIdentity':
        return xml('GetCallerIdentity', `<Account>${account}</Account>`);
      case 'ListOpenIDConnectProviders': {
        const members = (this.world.identityProviders ?? []).map(
          (arn) => `<member><Arn>${arn}</Arn></member>`,
        );
        const list = `<OpenIDConnectProviderList>${members.join('')}</OpenIDConnectProviderList>`;
        return xml('ListOpenIDConnectProviders', list);
      }
      case 'GetRole': {
        const policy = this.world.trust?.[new URLSearchParams(body).get('RoleName') ?? ''];
        const document = encodeURIComponent(JSON.stringify(policy));
        return xml(
          'GetRole',
          `<Role><AssumeRolePolicyDocument>${document}</AssumeRolePolicyDocument></Role>`,
        );
      }
      case 'DescribeStacks':
        return xml('DescribeStacks', `<Stacks>${stacks.map(describeStack).join('')}</Stacks>`);
      case 'UpdateTerminationProtection': {
        const changed = new URLSearchParams(body);
        const stack = stacks.find(({ name }) => name === changed.get('StackName'));
        if (stack) stack.protected = changed.get('EnableTerminationProtection') === 'true';
        return xml('UpdateTerminationProtection', '');
      }
      case 'AmazonSSM.GetParameter': {
        const Value = parameters[asked.Name ?? ''];
        return Value === undefined
          ? refused(400, 'ParameterNotFound', target)
          : json({ Parameter: { Value } });
      }
      case 'secretsmanager.GetSecretValue': {
        if (secretRefusal) return refused(400, secretRefusal.code, target, secretRefusal.message);
        const SecretString = secrets[asked.SecretId ?? ''];
        return SecretString === undefined
          ? refused(400, 'ResourceNotFoundException', target)
          : json({ SecretString });
      }
      default:
        return refused(400, 'InvalidAction', target);
    }
  }
}

/** A table is ready at the second look. */
function answerOfDynamo(target: string, sent: string, { tables = {} }: World): Answer | undefined {
  const [service, call = ''] = target.split('.');
  if (service !== 'DynamoDB_20120810') return undefined;
  const { TableName = '', ...rest } = JSON.parse(sent) as Record<string, string>;
  if (call === 'RestoreTableToPointInTime') {
    tables[rest['TargetTableName'] ?? ''] = { status: 'CREATING', done: [`restored ${sent}`] };
    return json({});
  }
  const table = tables[TableName];
  if (!table) return refused(400, 'ResourceNotFoundException', target);
  if (call !== 'DescribeTable') table.done.push(`${call} ${JSON.stringify(rest)}`);
  const { status } = table;
  table.status = 'ACTIVE';
  return json({ Table: { TableName, TableStatus: status } });
}

async function answerInvocation(path: string, sent: string, { invoke }: World): Promise<Answer | undefined> {
  const [, name] = /^\/2015-03-31\/functions\/([\w-]+)\/invocations$/.exec(path) ?? [];
  if (name === undefined || !invoke) return undefined;
  const answer = (value: unknown): Answer => ({ ...json(value), type: 'application/json' });
  try {
    return answer(await invoke(name, JSON.parse(sent)));
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : String(error);
    return { ...answer({ errorMessage }), headers: { 'x-amz-function-error': 'Unhandled' } };
  }
}

/** The services whose calls have paths of their own: Lambda, API Gateway, Route 53. */
function answerByPath(path: string, { refusal, concurrency, logRole, zones }: World): Answer | undefined {
  if (refusal) return undefined;
  const plain = (value: unknown): Answer => ({ ...json(value), type: 'application/json' });
  if (path.startsWith('/2016-08-19/account-settings')) {
    const { limit, free } = concurrency ?? { limit: 1_000, free: 1_000 };
    return plain({ AccountLimit: { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: free } });
  }
  if (path === '/account') return plain({ cloudwatchRoleArn: logRole });
  const zone = zones?.[/^\/2013-04-01\/hostedzone\/(\w+)$/.exec(path)?.[1] ?? ''];
  if (!zone) return undefined;
  const servers = zone.nameServers.map((server) => `<NameServer>${server}</NameServer>`).join('');
  const body = `<GetHostedZoneResponse><HostedZone><Id>/hostedzone/Z</Id><Name>${zone.name}.</Name><CallerReference>a</CallerReference></HostedZone><DelegationSet><NameServers>${servers}</NameServers></DelegationSet></GetHostedZoneResponse>`;
  return { status: 200, type: 'text/xml', body };
}

function describeStack({
  name,
  protected: held = false,
  status = 'CREATE_COMPLETE',
  outputs = {},
}: World['stacks'][number]): string {
  return `<member><StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-03-10T12:00:00Z</CreationTime><EnableTerminationProtection>${held}</EnableTerminationProtection><Outputs>${outputsOf(outputs)}</Outputs></member>`;
}

function outputsOf(outputs: Readonly<Record<string, string>>): string {
  return Object.entries(outputs)
    .map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join('');
}

function xml(action: string, result: string): Answer {
  const body = `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
  return { status: 200, type: 'text/xml', body };
}

function json(value: unknown): Answer {
  return { status: 200, type: 'application/x-amz-json-1.1', body: JSON.stringify(value) };
}

function refused(status: number, code: string, target: string, message = 'It is refused.'): Answer {
  if (target !== '') return { ...json({ __type: code, message }), status };
  return {
    status,
    type: 'text/xml',
    body: `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}
