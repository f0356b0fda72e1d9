import { appSchema } from '../../../domain/new-account.ts';
import { mostApps, prepareApp } from '../../apps.ts';
import { jsonBody } from '../../body.ts';
import { defineCall, json } from '../../call.ts';
import { accountNotFound, holdsTooMany } from '../../problem.ts';
import { appView, appViewSchema } from './app-view.ts';

export const addApp = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/apps',
  tag: 'accounts',
  id: 'addApp',
  summary: 'Add an app; what is left out is made up',
  body: { ...jsonBody('NewApp', appSchema), required: true },
  answers: { 201: json('The app, its secret included', 'App', appViewSchema) },
  problems: { 409: ['client_id_taken'] },
  run: async ({ account, body }, { store, time }) => {
    const app = prepareApp(body, [...account.bots.values()], '');
    if (account.apps.size >= mostApps) throw holdsTooMany('apps', mostApps);
    if (!(await store.accounts.addApp(account, app, time.now()))) throw accountNotFound(account.accountId);
    return { status: 201, body: await appView(app, store.jweKeyPair) };
  },
});
