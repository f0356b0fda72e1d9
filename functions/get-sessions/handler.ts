import { emulatedApis } from '../apis.ts';
import { systemTime } from '../domain/time.ts';
import { hasConsole, leadingToConsole, type RootOf } from '../http/lead-to-console.ts';
import { AfterResponse } from '../lambda/after-response.ts';
import { storeFromEnvironment } from '../lambda/environment.ts';
import { eventIn, rootPath } from '../lambda/events/root.ts';
import { createHandler } from '../lambda/handler.ts';
import { requestLog } from '../lambda/request-log.ts';
import { createVendorStore } from '../store/vendor-store.ts';
import { createVendorApp } from '../vendor/app.ts';

const afterResponse = new AfterResponse(systemTime);
await afterResponse.register(process.env['AWS_LAMBDA_RUNTIME_API']);

const store = storeFromEnvironment(createVendorStore);

const app = createVendorApp(emulatedApis(store), {
  store,
  time: systemTime,
  log: requestLog(process.env['ENVIRONMENT_NAME']),
  afterResponse: (work) => afterResponse.add(work),
});

const rootOf: RootOf = (_, bindings) => {
  const event = eventIn(bindings);
  return event && rootPath(event);
};

const { reply } = hasConsole(process.env) ? leadingToConsole(app, rootOf) : app;

export const handler = createHandler(reply, afterResponse);
