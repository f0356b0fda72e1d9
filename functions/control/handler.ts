import { systemTime } from '../domain/time.ts';
import { AfterResponse } from '../lambda/after-response.ts';
import { storeFromEnvironment } from '../lambda/environment.ts';
import { failureLog } from '../lambda/failure-log.ts';
import { createHandler } from '../lambda/handler.ts';
import { requireVariable } from '../lambda/variables.ts';
import { accountDefaultsFrom } from './account-defaults.ts';
import { createControlApp } from './app.ts';
import { secretKeyProvider } from './secret.ts';

const afterResponse = new AfterResponse(systemTime);
await afterResponse.register(process.env['AWS_LAMBDA_RUNTIME_API']);

export const handler = createHandler(
  createControlApp({
    store: storeFromEnvironment(),
    controlKey: secretKeyProvider(requireVariable('CONTROL_KEY_SECRET_ID'), systemTime),
    engine: 'dynamodb',
    accountDefaults: accountDefaultsFrom(process.env),
    canDropConnections: false,
    time: systemTime,
    afterResponse: (work) => afterResponse.add(work),
    // The function is stopped after 29 s; what is under way then must be put in order first.
    longestWorkMs: 20_000,
    onError: failureLog(process.env['ENVIRONMENT_NAME'], systemTime),
  }),
  afterResponse,
);
