import { setTimeout as sleep } from 'node:timers/promises';
import { AfterResponse } from '../lambda/after-response.ts';
import { storeFromEnvironment } from '../lambda/environment.ts';
import { createHandler } from '../lambda/handler.ts';
import { requestLog } from '../lambda/request-log.ts';
import { createGetSessionsApp } from '../vendor/app.ts';

const afterResponse = new AfterResponse();
await afterResponse.register(process.env['AWS_LAMBDA_RUNTIME_API']);

export const handler = createHandler(
  createGetSessionsApp({
    store: storeFromEnvironment(),
    systemNow: Date.now,
    sleep,
    log: requestLog(process.env['ENVIRONMENT_NAME']),
    afterResponse: (work) => afterResponse.add(work),
  }),
  afterResponse,
);
