import { messageOf } from '../../../errors.ts';
import type { TestAccount } from '../../../testing/typescript/api.ts';
import { reportOf } from '../../../testing/typescript/report.ts';
import type { StartedProxy } from '../../proxy/start-proxy.ts';
import { proxyVariables } from '../../proxy/variables.ts';
import type { Invocation } from '../shared/command.ts';
import { accountFor } from './account.ts';
import { codeOfUnstartable, runChild } from './child.ts';
import { emulatorFor, type UsedEmulator } from './emulator.ts';

/** @returns the exit code of the program */
export async function runExec(invocation: Invocation): Promise<number> {
  const { environment, output, time, words } = invocation;
  const emulator = await emulatorFor(invocation);
  let proxy: StartedProxy | undefined;
  try {
    const startedAt = new Date(time.now()).toISOString();
    const account = await accountFor(emulator, invocation);
    proxy = await proxyFor(emulator, invocation);
    const through = proxy ? proxyVariables(proxy.url, proxy.trust, environment) : {};
    const code = await runChild(words, { ...environment, ...account.env, ...through }, time).catch(
      (error: unknown) => {
        const known = codeOfUnstartable(error);
        if (known === undefined) throw error;
        output.say(messageOf(error));
        return known;
      },
    );
    for (const host of proxy?.refused ?? [])
      output.say(`proxy: refused ${host}, which is not a host of the vendor.`);
    if (code !== 0 && code < 126) await explain(emulator, account, startedAt, invocation);
    await account
      .remove()
      .catch((error: unknown) => output.say(`The account is not removed: ${messageOf(error)}`));
    return code;
  } finally {
    await proxy?.close();
    await emulator.close();
  }
}

/** What the emulator has to say of a program that failed; its own failure to say so changes nothing. */
async function explain(
  emulator: UsedEmulator,
  account: TestAccount,
  startedAt: string,
  { output }: Invocation,
): Promise<void> {
  try {
    for (const line of await reportFor(emulator, account, startedAt)) output.say(`emulator: ${line}`);
  } catch (error) {
    output.say(`emulator: its journal cannot be read: ${messageOf(error)}`);
  }
}

async function reportFor(
  { client, isOwn }: UsedEmulator,
  account: TestAccount,
  startedAt: string,
): Promise<string[]> {
  // In an emulator of many, requests of no account may be anybody's.
  if (!isOwn) return account.report();
  const { requests } = await client.call('getUnattributedRequests', {
    query: { from: startedAt, limit: '3' },
  });
  return reportOf(await account.requests(), requests.reverse());
}

async function proxyFor(
  { client }: UsedEmulator,
  { flag, text, time }: Invocation,
): Promise<StartedProxy | undefined> {
  const hosts = text('proxy-host')?.split(',');
  if (!flag('proxy') && hosts === undefined) return undefined;
  // Loaded only here: to make certificates takes longer than all else.
  const { startProxy } = await import('../../proxy/start-proxy.ts');
  return startProxy(client.url, hosts ?? [], time);
}
