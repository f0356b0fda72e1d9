import { controlKeyVariable } from '../../options.ts';
import { findRunning, type Running } from '../../running.ts';
import type { Variables } from '../../variables.ts';

/** Where an emulator is; its key is missed only once it is needed. */
export interface Meant {
  url: string;
  controlKey: string | undefined;
}

const usualUrl = 'http://127.0.0.1:4010';

/**
 * Which emulator a command line means. What options and variables leave open is known of those that run on this
 * machine: of the one at the URL, or else of the one at the usual URL, or else of the one started last.
 */
export function emulatorMeant(
  options: { url: string | undefined; controlKey: string | undefined },
  environment: Variables,
): Meant {
  const url = options.url ?? (environment['KORE_EMULATOR_URL'] || undefined);
  const controlKey = options.controlKey ?? (environment[controlKeyVariable] || undefined);
  if (url !== undefined && controlKey !== undefined) return { url, controlKey };
  const fitting = findRunning(environment).filter(
    (running) =>
      (url === undefined || isSame(running.url, url)) &&
      (controlKey === undefined || running.controlKey === controlKey),
  );
  const running: Running | undefined = fitting.find((each) => isSame(each.url, usualUrl)) ?? fitting[0];
  return { url: url ?? running?.url ?? usualUrl, controlKey: controlKey ?? running?.controlKey };
}

/** Whether two URLs lead to the same port of this machine. */
function isSame(one: string, other: string): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return false;
  const [a, b] = [new URL(one), new URL(other)];
  const names = [a, b].map(({ hostname }) => (hostname === 'localhost' ? '127.0.0.1' : hostname));
  return a.protocol === b.protocol && a.port === b.port && names[0] === names[1];
}
