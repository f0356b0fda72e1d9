import { storeFromEnvironment } from '../lambda/environment.ts';
import { createHandler } from '../lambda/handler.ts';
import { createGetSessionsApp } from './app.ts';

// The runtime writes objects as structured JSON, with request id and time.
export const handler = createHandler(
  createGetSessionsApp({
    store: storeFromEnvironment(),
    systemNow: Date.now,
    log: (entry) => (entry.status >= 500 ? console.error(entry) : console.info(entry)),
  }),
);
