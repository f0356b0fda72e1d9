import type { ExitCode } from '../../../errors.ts';
import type { Invocation } from './command.ts';
import { suggestion } from './suggest.ts';
import { wrongUsage } from './wording.ts';

type Action = (invocation: Invocation) => Promise<ExitCode>;

/**
 * Runs the action that the first word names, with the words after it.
 *
 * @param fallback the action where no word is given
 */
export function runSubcommand(
  command: string,
  actions: Readonly<Record<string, Action>>,
  invocation: Invocation,
  fallback?: string,
): Promise<ExitCode> {
  const [word = fallback, ...words] = invocation.words;
  const known = Object.keys(actions);
  if (word === undefined) throw wrongUsage(`${command} needs one of ${known.join(', ')}`, command);
  const action = Object.hasOwn(actions, word) ? actions[word] : undefined;
  if (!action) throw wrongUsage(`"${command} ${word}" is not known${suggestion(word, known)}`, command);
  return action({ ...invocation, words });
}

/**
 * The words of a command that takes so many and no more.
 *
 * @param names what each is, for the error; one that ends in "?" may be left out
 */
export function takeWords(command: string, { words }: Invocation, ...names: string[]): string[] {
  const missing = names.slice(words.length).find((name) => !name.endsWith('?'));
  if (missing !== undefined) throw wrongUsage(`${command} needs ${missing}`, command);
  const extra = words[names.length];
  if (extra !== undefined) throw wrongUsage(`"${extra}" is one argument too many`, command);
  return [...words];
}
