import { fileURLToPath } from 'node:url';
import { emulatedApis } from '../apis.ts';
import { systemTime } from '../domain/time.ts';
import { answerWithinMs } from '../http/application.ts';
import { hasConsole } from '../http/lead-to-console.ts';
import { AfterResponse } from '../lambda/after-response.ts';
import { storeFromEnvironment } from '../lambda/environment.ts';
import { failureLog } from '../lambda/failure-log.ts';
import { createHandler } from '../lambda/handler.ts';
import { requireVariable } from '../lambda/variables.ts';
import { webAnswers } from '../lambda/web-answers.ts';
import { createStore } from '../store/store.ts';
import { accountDefaultsFrom } from './account-defaults.ts';
import { createControlApp } from './application.ts';
import { consoleIn } from './console/files.ts';
import { secretKeyProvider } from './secret.ts';
import { goOnFor } from './tidy-up.ts';

const afterResponse = new AfterResponse(systemTime);
await afterResponse.register(process.env['AWS_LAMBDA_RUNTIME_API']);

const store = storeFromEnvironment(createStore);

// The function is stopped after 29 s; what is under way then must be put in order first.
const longestWorkMs = 20_000;

export const handler = createHandler(
  webAnswers(
    createControlApp({
      store,
      apis: emulatedApis(store),
      controlKey: secretKeyProvider(requireVariable('CONTROL_KEY_SECRET_ID'), systemTime),
      engine: 'dynamodb',
      ...(hasConsole(process.env) && {
        loadConsole: consoleIn(fileURLToPath(new URL('./console/', import.meta.url))),
      }),
      accountDefaults: accountDefaultsFrom(process.env),
      canDropConnections: false,
      time: systemTime,
      afterResponse: (work) => afterResponse.add(work),
      longestWorkMs,
      answerWithinMs,
      onError: failureLog(process.env['ENVIRONMENT_NAME'], systemTime),
    }),
  ),
  afterResponse,
  () => goOnFor(longestWorkMs, store, systemTime),
);
