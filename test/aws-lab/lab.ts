import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemTime } from '../../functions/domain/time.ts';
import { createDocumentClient } from '../../functions/store/store.ts';
import { type Engine, startEmbeddedEngine } from '../../infra/local/engine.ts';
import { ensureTable } from '../../infra/local/table.ts';
import type { EventVersion } from '../support/api-gateway/gateway.ts';
import { wireCalls } from '../support/engine-server.ts';
import { startSecretsServer } from '../support/secrets-server.ts';
import type { Deployed, DeployedFunction, FunctionName } from './deployed.ts';
import { Capacity, type Caps } from './dynamodb/capacity.ts';
import { DynamoDb } from './dynamodb/dynamodb.ts';
import { type Endpoint, startEndpoint, usualLatency } from './dynamodb/endpoint.ts';
import { IndexShadow } from './dynamodb/index-shadow.ts';
import { WriteNeeds } from './dynamodb/write-needs.ts';
import { startGateway } from './gateway.ts';
import type { LimitCpu } from './lambda/cpu-share.ts';
import type { LambdaFunction } from './lambda/instance.ts';
import { Lambda } from './lambda/lambda.ts';

export interface LabOptions {
  deployed: Deployed;
  caps: Caps;
  /** Requests a second that the stage allows. */
  rate: number;
  concurrency: number;
  events?: EventVersion;
  limitCpu?: LimitCpu | undefined;
  /** Left out, the index shows at once what the table has. */
  indexLagMs?: number;
  onOutput?: (text: string) => void;
}

/** A deployment in an AWS account, by AWS's published limits. */
export interface Lab {
  url: string;
  controlKey: string;
  lambda: Lambda;
  capacity: Capacity;
  dynamodb: Pick<Endpoint, 'calls' | 'denied'>;
  /** Invokes the control API's function as a schedule does. */
  schedule: (event: object) => Promise<void>;
  close: () => Promise<void>;
}

const tableName = 'lab';
const controlKey = 'the-control-key-of-the-lab';

/** Starts all of it; what it has started ends with it. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const {
    deployed,
    caps,
    rate,
    concurrency,
    events = 'v2',
    limitCpu,
    indexLagMs,
    onOutput = () => {},
  } = options;
  const time = systemTime;
  const engine = await startEmbeddedEngine();
  await makeTables(engine);
  const capacity = new Capacity(caps, time);
  const call = wireCalls(engine);
  const shadow =
    indexLagMs === undefined ? undefined : new IndexShadow(`${tableName}-index`, call, time, indexLagMs);
  const dynamodb = new DynamoDb({ engine: call, capacity, writeNeeds: new WriteNeeds(), shadow });
  const endpoint = await startEndpoint({ dynamodb, allowed: deployed.allowed, time, latency: usualLatency });
  const secrets = await startSecretsServer(controlKey);
  const lambda = new Lambda({ time, limitCpu, onOutput, freezes: true, concurrency });
  const toLambda = (name: FunctionName, { variables, ...described }: DeployedFunction): LambdaFunction => ({
    name,
    ...described,
    variables: { ...variables, ...variablesOf(name, endpoint.url, portOf(secrets)) },
  });
  const getSessions = toLambda('GetSessions', deployed.getSessions);
  const control = toLambda('Control', deployed.control);
  const gateway = await startGateway({
    events,
    rate,
    time,
    invoke: (isControl, event) => lambda.invoke(isControl ? control : getSessions, event),
  });
  return {
    url: gateway.url,
    controlKey,
    lambda,
    capacity,
    dynamodb: endpoint,
    schedule: async (event) => void (await lambda.invoke(control, JSON.stringify(event))),
    close: async () => {
      gateway.close();
      lambda.end();
      endpoint.close();
      secrets.closeAllConnections();
      secrets.close();
      await shadow?.settled();
      await engine.close();
    },
  };
}

async function makeTables(engine: Engine): Promise<void> {
  const client = createDocumentClient(engine.clientConfig);
  await ensureTable(client, tableName);
  await ensureTable(client, `${tableName}-index`);
  client.destroy();
}

/** What a function finds in its environment; nothing of this machine's. */
const variablesOf = (name: FunctionName, dynamodb: string, secretsPort: number): Record<string, string> => ({
  TABLE_NAME: tableName,
  CONTROL_KEY_SECRET_ID: 'control-key',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: name,
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${secretsPort}`,
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
