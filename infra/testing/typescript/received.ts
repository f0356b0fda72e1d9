import type { Received, RequestFilter, TestAccount } from './api.ts';
import { requestText } from './request-text.ts';

const mostShown = 20;

/** Whether an account has received requests that fit: so many, or at least one. */
export async function hasReceived(
  account: TestAccount,
  filter: RequestFilter = {},
  { times }: { times?: number } = {},
): Promise<Received> {
  const [fitting, all] = await Promise.all([account.requests(filter), account.requests()]);
  const pass = times === undefined ? fitting.length > 0 : fitting.length === times;
  const wanted = times === undefined ? 'a request' : `${times} request${times === 1 ? '' : 's'}`;
  return {
    pass,
    message: () =>
      [
        `Expected ${account.accountId} ${pass ? 'not ' : ''}to have received ${wanted} with ${JSON.stringify(filter)}; it received ${fitting.length} such, of ${all.length} in all:`,
        ...(all.length > mostShown ? [`  (${all.length - mostShown} earlier ones)`] : []),
        ...all.slice(-mostShown).map((entry) => `  ${requestText(entry)}`),
      ].join('\n'),
  };
}
