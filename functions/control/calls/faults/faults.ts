import { randomUUID } from 'node:crypto';
import { faultRulesSchema } from '../../../domain/faults.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { accountNotFound } from '../../problem.ts';
import { checkRules } from './check-rules.ts';

export const getFaults = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/faults',
  tag: 'faults',
  id: 'getFaults',
  summary: 'The rules by which the emulator misbehaves',
  answers: { 200: json('The rules', 'FaultRules', faultRulesSchema) },
  run: async ({ account: { faults } }) => ({ status: 200, body: faults?.rules ?? [] }),
});

export const setFaults = defineCall({
  method: 'put',
  path: '/accounts/{accountId}/faults',
  tag: 'faults',
  id: 'setFaults',
  summary: 'Set all rules; their counts start anew',
  body: { ...jsonBody('NewFaultRules', faultRulesSchema), required: true },
  answers: { 200: json('The rules', 'FaultRules', faultRulesSchema) },
  run: async ({ account, body: rules }, { store, apis, canDropConnections }) => {
    const names = apis.map(({ name }) => name);
    checkRules(rules, account, canDropConnections, names);
    const faults = rules.length > 0 ? { generation: randomUUID(), rules } : null;
    if (!(await store.accounts.change(account, { faults }))) throw accountNotFound(account.accountId);
    return { status: 200, body: rules };
  },
});

export const clearFaults = defineCall({
  method: 'delete',
  path: '/accounts/{accountId}/faults',
  tag: 'faults',
  id: 'clearFaults',
  summary: 'Remove all rules',
  answers: { 204: { description: 'Removed' } },
  run: async ({ account }, { store }) => {
    if (!(await store.accounts.change(account, { faults: null }))) throw accountNotFound(account.accountId);
    return { status: 204, body: null };
  },
});
