import { emulatedApis } from '../apis.ts';
import { systemTime } from '../domain/time.ts';
import { AfterResponse } from '../lambda/after-response.ts';
import { storeFromEnvironment } from '../lambda/environment.ts';
import { createHandler } from '../lambda/handler.ts';
import { requestLog } from '../lambda/request-log.ts';
import { createVendorApp } from '../vendor/app.ts';

const afterResponse = new AfterResponse(systemTime);
await afterResponse.register(process.env['AWS_LAMBDA_RUNTIME_API']);

const store = storeFromEnvironment();

export const handler = createHandler(
  createVendorApp(emulatedApis(store), {
    store,
    time: systemTime,
    log: requestLog(process.env['ENVIRONMENT_NAME']),
    afterResponse: (work) => afterResponse.add(work),
  }),
  afterResponse,
);
