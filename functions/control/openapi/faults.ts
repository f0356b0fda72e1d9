import { faultRulesSchema } from '../../domain/faults.ts';
import { answer, type Operation } from './operation.ts';

export const faultOperations = (): Operation[] => [
  {
    method: 'get',
    path: '/accounts/{accountId}/faults',
    tag: 'faults',
    id: 'getFaults',
    summary: 'The rules by which the emulator misbehaves',
    answers: { 200: answer('The rules', 'FaultRules', faultRulesSchema) },
  },
  {
    method: 'put',
    path: '/accounts/{accountId}/faults',
    tag: 'faults',
    id: 'setFaults',
    summary: 'Set all rules; their counts start anew',
    body: { name: 'NewFaultRules', schema: faultRulesSchema, required: true },
    answers: { 200: answer('The rules', 'FaultRules', faultRulesSchema) },
  },
  {
    method: 'delete',
    path: '/accounts/{accountId}/faults',
    tag: 'faults',
    id: 'clearFaults',
    summary: 'Remove all rules',
    answers: { 204: { description: 'Removed' } },
  },
];
