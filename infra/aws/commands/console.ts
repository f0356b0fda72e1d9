import { Failure } from '../../errors.ts';
import { signIn } from '../account/login.ts';
import { findDeployment, readControlKey } from '../find/deployment.ts';
import type { Command } from './command-line.ts';

/** Prints the address of an environment's console, with the control key in its fragment. */
export const consoleOf: Command = async (line, { print }) => {
  const { name, console: isOn } = line.environment;
  if (!isOn) {
    throw new Failure(
      `${name} has no console: set console to true in infra/aws/environments/${name}.ts and deploy it.`,
    );
  }
  const login = await signIn(line);
  const { url, controlKeySecret } = await findDeployment(login, name);
  const key = await readControlKey(login, controlKeySecret);
  print(`${url.replace(/\/+$/, '')}/_emulator/console/#key=${encodeURIComponent(key)}`);
};
