import type { components, paths } from './api';

// What has a default may be left out.
export const account: components['schemas']['NewAccount'] = { bots: [{ botId: 'st-1' }] };
export const rules: components['schemas']['NewFaultRules'] = [{ effect: { error: 'internal' } }];
export const token: components['schemas']['TokenRequest'] = { clientId: 'cs-1' };
export type Journal =
  paths['/_emulator/accounts/{accountId}/requests']['get']['responses'][200]['content']['application/json'];
// @ts-expect-error
export const wrong: components['schemas']['NewAccount'] = { botz: [] };
