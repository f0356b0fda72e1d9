import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Failure, UsageError } from '../../errors.ts';
import { listen } from '../../local/listen.ts';
import { signIn } from '../account/login.ts';
import { invoker } from '../invoke/invoker.ts';
import { gatewayAnswer } from '../invoke/response.ts';
import type { Command } from './command-line.ts';

/**
 * Makes a deployed environment answer on this machine: what is sent to a port of loopback goes to its functions by
 * `lambda:Invoke`. Runs a command with the URL in CONTRACT_URL, or goes on until it is interrupted.
 */
export const tunnel: Command = async (line, { print }) => {
  const [separator, program, ...args] = line.rest;
  if (separator !== undefined && (separator !== '--' || program === undefined)) {
    throw new UsageError('npm run tunnel takes --env NAME, --profile PROFILE, and a command after --.');
  }
  const respond = await invoker(await signIn(line), line.environment.name);
  const server = await listen({ fetch: (request) => respond(request).catch(refused) }, '127.0.0.1', 0);
  try {
    if (program === undefined) {
      print(JSON.stringify({ environment: line.environment.name, url: server.url }));
      await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
    } else await runWith(server.url, program, args);
  } finally {
    await server.close();
  }
};

function refused(error: unknown): Response {
  return gatewayAnswer(502, error instanceof Error ? error.message : String(error));
}

async function runWith(url: string, program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, CONTRACT_URL: url } });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Failure(`${program} ${args.join(' ')} ended with ${code ?? 'a signal'}.`);
}
