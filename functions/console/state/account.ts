import type { AnswerOf } from '../api/calls.ts';
import { useRoute } from './route.ts';
import { type Called, useCall } from './use-call.ts';

export type Account = AnswerOf<'getAccount'>;
export type App = Account['apps'][number];
export type Clock = AnswerOf<'getClock'>;
export type Entry = AnswerOf<'getRequests'>['requests'][number];

/** The id of the account that is looked at; empty where none is chosen yet. */
export const useAccountId = (): string => useRoute().values['account'] ?? '';

export function useAccount(): Called<Account> {
  const accountId = useAccountId();
  return useCall('getAccount', accountId === '' ? undefined : { path: { accountId } });
}
