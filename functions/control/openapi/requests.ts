import * as z from 'zod';
import { faultRuleSchema } from '../../domain/faults.ts';
import { requestsQuerySchema } from '../requests.ts';
import { answer, type Operation } from './operation.ts';

const entrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime({ precision: 3 }).meta({ description: "By the clock of the emulator's machine." }),
  method: z.string(),
  path: z.string(),
  query: z.string(),
  body: z
    .unknown()
    .optional()
    .meta({ description: 'The JSON that was sent, or its text where it is none, very long or very deep.' }),
  clientId: z.string().optional(),
  botId: z.string().optional(),
  status: z.int(),
  reason: z.object({ code: z.string(), text: z.string() }).optional(),
  unread: z.array(z.string()).meta({ description: 'Fields and ?parameters that nothing read.' }),
  notes: z.array(z.string()).optional().meta({ description: 'What is odd about the request all the same.' }),
  faults: z.array(z.object({ rule: z.int().min(0), effect: faultRuleSchema.shape.effect })),
  total: z.int().min(0).optional(),
  returned: z.int().min(0).optional(),
  durationMs: z.number().min(0),
  dynamodb: z.object({
    calls: z.int().min(0),
    readUnits: z.number().min(0),
    writeUnits: z.number().min(0),
  }),
});

export const requestOperations = (): Operation[] => [
  {
    method: 'get',
    path: '/accounts/{accountId}/requests',
    tag: 'requests',
    id: 'getRequests',
    summary: 'What clients asked, what was answered and why; newest first',
    query: requestsQuerySchema,
    answers: {
      200: answer(
        'A page of the journal; next is the cursor of the one after it',
        'Requests',
        z.object({ requests: z.array(entrySchema), next: z.string().optional() }),
      ),
    },
  },
  {
    method: 'delete',
    path: '/accounts/{accountId}/requests',
    tag: 'requests',
    id: 'clearRequests',
    summary: 'Empty the journal',
    answers: { 204: { description: 'Emptied' } },
  },
];
