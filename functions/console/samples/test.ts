import type { Entry } from '../state/account.ts';

const json = JSON.stringify;

/**
 * A request of the journal as a test for Node's own runner, which asks again with a fresh token and expects the same.
 *
 * @param url the base URL
 */
export function testOf(entry: Entry, accountId: string | undefined, url: string): string {
  const { method, path, query, body, status, reason, total, clientId } = entry;
  const text = body === undefined ? undefined : typeof body === 'string' ? body : json(body);
  const hasToken = clientId !== undefined && accountId !== undefined;
  const title = `${method} ${path} gives ${status}${reason ? `, ${reason.code}` : ''}`;
  return `import assert from 'node:assert/strict';
import test from 'node:test';

// Set KORE_CONTROL_KEY to the control key of the emulator.
const url = process.env.KORE_URL ?? ${json(url)};
${
  hasToken
    ? `
async function freshToken() {
  const response = await fetch(\`\${url}/_emulator/accounts/${accountId}/tokens\`, {
    method: 'POST',
    headers: { authorization: \`Bearer \${process.env.KORE_CONTROL_KEY}\`, 'content-type': 'application/json' },
    body: ${json(json({ clientId }))},
  });
  assert.equal(response.status, 200, await response.clone().text());
  return (await response.json()).token;
}
`
    : ''
}
test(${json(title)}, async () => {
  const response = await fetch(url + ${json(path + query)}, {
    method: ${json(method)},
    headers: { 'content-type': 'application/json'${hasToken ? ', auth: await freshToken()' : ''} },${
      text === undefined || method === 'GET' ? '' : `\n    body: ${json(text)},`
    }
  });
  assert.equal(response.status, ${status});${
    reason ? `\n  assert.match(response.headers.get('x-emulator-reason') ?? '', /^${reason.code}:/);` : ''
  }${total === undefined ? '' : `\n  assert.equal((await response.json()).total, ${total});`}
});
`;
}
