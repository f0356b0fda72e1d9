import { setTimeout as sleep } from 'node:timers/promises';
import { AfterResponse } from '../lambda/after-response.ts';
import { storeFromEnvironment } from '../lambda/environment.ts';
import { createHandler } from '../lambda/handler.ts';
import { createGetSessionsApp } from './app.ts';

const afterResponse = new AfterResponse();
await afterResponse.register(process.env['AWS_LAMBDA_RUNTIME_API']);

export const handler = createHandler(
  createGetSessionsApp({
    store: storeFromEnvironment(),
    systemNow: Date.now,
    sleep,
    // The runtime writes objects as structured JSON, with request id and time.
    log: (entry) => (entry.status >= 500 ? console.error(entry) : console.info(entry)),
    afterResponse: (work) => afterResponse.add(work),
  }),
  afterResponse,
);
