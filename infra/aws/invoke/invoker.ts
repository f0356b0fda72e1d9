import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { NotReadyError } from '../../errors.ts';
import type { Login } from '../account/login.ts';
import type { Environment } from '../environments/index.ts';
import { callAws } from '../find/aws-failure.ts';
import { notDeployed, readParameter } from '../find/deployment.ts';
import { parameterName } from '../project.ts';
import { eventOf } from './event.ts';
import { gatewayAnswer, responseOf } from './response.ts';

/** Answers a request. */
export type Respond = (request: Request) => Promise<Response>;

/** What Lambda takes of one invocation, its event as JSON. (AWS: Lambda quotas.) */
const largestEvent = 6_291_556;

/** Whether an environment keeps out who is not in its networks, so that only its functions can be called from here. */
export function isLimited({ exposure }: Pick<Environment, 'exposure'>): boolean {
  return (
    exposure.kind === 'private' || (exposure.kind === 'protected' && exposure.allowedNetworks !== undefined)
  );
}

/**
 * Calls the functions of a deployed environment past its API, by `lambda:Invoke` with events as the API makes them.
 *
 * @param basePath what paths begin with before the API's own
 * @throws Failure where it is not deployed, or AWS refuses
 */
export async function invoker(login: Login, environment: string, basePath = ''): Promise<Respond> {
  const [getSessions, control] = await Promise.all([
    readParameter(login, parameterName(environment, 'functions/get-sessions')),
    readParameter(login, parameterName(environment, 'functions/control')),
  ]);
  if (getSessions === undefined || control === undefined) {
    throw new NotReadyError(notDeployed(login, environment));
  }
  const lambda = new LambdaClient(login.client);
  return async (request) => {
    const event = await eventOf(request, basePath);
    const Payload = JSON.stringify(event);
    if (Buffer.byteLength(Payload) > largestEvent) return gatewayAnswer(413, 'Request Too Long');
    const FunctionName = /^\/_emulator(\/|$)/.test(event.path) ? control : getSessions;
    const result = await callAws(`invoke the function ${FunctionName}`, login.region, () =>
      lambda.send(new InvokeCommand({ FunctionName, Payload })),
    );
    const text = Buffer.from(result.Payload ?? []).toString('utf8');
    return result.FunctionError ? gatewayAnswer(502, text) : responseOf(text, event.httpMethod);
  };
}
