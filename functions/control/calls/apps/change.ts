import { appChangeSchema } from '../../../domain/new-account-schema.ts';
import { json } from '../../answer.ts';
import { changeOf } from '../../apps.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { appNotFound } from '../../problem.ts';
import { appView, appViewSchema } from './add.ts';

export const changeApp = defineCall({
  method: 'patch',
  path: '/accounts/{accountId}/apps/{clientId}',
  tag: 'accounts',
  id: 'changeApp',
  summary: 'Change an app; what is left out stays, and tokens are checked by what it is then',
  body: jsonBody('AppChange', appChangeSchema),
  answers: { 200: json('The app, its secret included', 'App', appViewSchema) },
  problems: { 404: ['app_not_found'] },
  run: async ({ account, parameters: { clientId }, body }, { store }) => {
    const bots = [...account.bots.values()];
    const changed = account.apps.has(clientId)
      ? await store.accounts.changeApp(account, clientId, (app) => changeOf(app, body, bots))
      : undefined;
    if (!changed) throw appNotFound(account.accountId);
    return { status: 200, body: await appView(changed, store.jweKeyPair) };
  },
});
