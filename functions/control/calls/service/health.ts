import * as z from 'zod';
import { version } from '../../../domain/project.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';

const healthSchema = z.object({ version: z.string(), engine: z.string(), ready: z.boolean() });

export const getHealth = defineCall({
  method: 'get',
  path: '/health',
  tag: 'service',
  id: 'getHealth',
  summary: 'Which version runs on what, and whether its table answers',
  open: true,
  answers: {
    200: json('Ready', 'Health', healthSchema),
    503: json('The table does not answer', 'Health', healthSchema),
  },
  run: async ({ bindings }, { store, engine, onError }) => {
    const ready = await store.ping().then(
      () => true,
      (error) => {
        onError(error, bindings);
        return false;
      },
    );
    return { status: ready ? 200 : 503, body: { version, engine, ready } };
  },
});
