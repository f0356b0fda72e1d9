import { faultRulesSchema } from '../../../domain/faults.ts';
import { defineCall, json } from '../../call.ts';

export const getFaults = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/faults',
  tag: 'faults',
  id: 'getFaults',
  summary: 'The rules by which the emulator misbehaves',
  answers: { 200: json('The rules', 'FaultRules', faultRulesSchema) },
  run: async ({ account: { faults } }) => ({ status: 200, body: faults?.rules ?? [] }),
});
