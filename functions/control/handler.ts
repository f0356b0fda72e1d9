import { requireVariable, storeFromEnvironment } from '../lambda/environment.ts';
import { createHandler } from '../lambda/handler.ts';
import { createControlApp } from './app.ts';
import { secretKeyProvider } from './secret.ts';

export const handler = createHandler(
  createControlApp({
    store: storeFromEnvironment(),
    controlKey: secretKeyProvider(requireVariable('CONTROL_KEY_SECRET_ID'), Date.now),
    engine: 'dynamodb',
    systemNow: Date.now,
    onError: console.error,
  }),
);
