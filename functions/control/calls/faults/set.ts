import { randomUUID } from 'node:crypto';
import { faultRulesSchema } from '../../../domain/faults.ts';
import { jsonBody } from '../../body.ts';
import { defineCall, json } from '../../call.ts';
import { accountNotFound } from '../../problem.ts';
import { checkRules } from './check-rules.ts';

export const setFaults = defineCall({
  method: 'put',
  path: '/accounts/{accountId}/faults',
  tag: 'faults',
  id: 'setFaults',
  summary: 'Set all rules; their counts start anew',
  body: { ...jsonBody('NewFaultRules', faultRulesSchema), required: true },
  answers: { 200: json('The rules', 'FaultRules', faultRulesSchema) },
  run: async ({ account, body: rules }, { store, canDropConnections }) => {
    checkRules(rules, account, canDropConnections);
    const { accountId } = account;
    const faults = rules.length > 0 ? { generation: randomUUID(), rules } : null;
    if (!(await store.accounts.change(accountId, { faults }))) throw accountNotFound(accountId);
    return { status: 200, body: rules };
  },
});
