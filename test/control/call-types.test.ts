import { describe, expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import { json } from '../../functions/control/answer.ts';
import { defineCall } from '../../functions/control/call.ts';
import type { CallTypes } from '../../functions/control/call-types.ts';

describe('the types of a call', () => {
  test('are those of its path and its schemas', () => {
    expectTypeOf<CallTypes['keepSnapshot']['method']>().toEqualTypeOf<'PUT'>();
    expectTypeOf<
      CallTypes['keepSnapshot']['path']
    >().toEqualTypeOf<'/accounts/{accountId}/snapshots/{name}'>();
    expectTypeOf<CallTypes['keepSnapshot']['parameters']>().toEqualTypeOf<
      Record<'accountId' | 'name', string>
    >();
    expectTypeOf<CallTypes['listAccounts']['query']>().toEqualTypeOf<{
      limit?: string | undefined;
      cursor?: string | undefined;
    }>();
    expectTypeOf<CallTypes['resetAccount']['body']>().toEqualTypeOf<{ to?: 'seed' | 'empty' | undefined }>();
    expectTypeOf<CallTypes['getAccount']['body']>().toEqualTypeOf<undefined>();
    expectTypeOf<CallTypes['removeAccount']['answers']>().toEqualTypeOf<{
      202: { accountId: string; removal: 'continues' };
      204: null;
    }>();
    expectTypeOf<CallTypes['exportSessions']['answer']>().toEqualTypeOf<string>();
  });

  test('hold what it does: an answer that its schema does not have does not compile', () => {
    const facts = { method: 'get', path: '/x', tag: 'x', id: 'x', summary: 'x' } as const;
    const answers = { 200: json('X', 'X', z.object({ x: z.number() })), 204: { description: 'None' } };

    const withoutAccount = defineCall({ ...facts, answers, run: async () => ({ status: 204, body: null }) });
    defineCall({ ...facts, answers, run: async () => ({ status: 200, body: { x: 1 } }) });
    // @ts-expect-error x is a number.
    defineCall({ ...facts, answers, run: async () => ({ status: 200, body: { x: '1' } }) });
    // @ts-expect-error x is missing.
    defineCall({ ...facts, answers, run: async () => ({ status: 200, body: {} }) });
    // @ts-expect-error 204 has no body.
    defineCall({ ...facts, answers, run: async () => ({ status: 204, body: { x: 1 } }) });
    // @ts-expect-error 201 is not among the answers.
    defineCall({ ...facts, answers, run: async () => ({ status: 201, body: { x: 1 } }) });
    // @ts-expect-error The path names no account.
    const bornOf = ({ account }: Parameters<typeof withoutAccount.run>[0]): number => account.born;
    expectTypeOf(bornOf).returns.toBeNumber();
  });
});
