import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** How the library's own wording begins, where a schema gives none. */
const libraryWording = /^(?:Too small|Too big|Invalid|Unrecognized)/;

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const kindOf = (name: string): string => kinds[name] ?? name;

const counted: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' };

function bound(word: 'at least' | 'at most', limit: unknown, inclusive: boolean, origin: string): string {
  const what = counted[origin];
  if (what === undefined)
    return inclusive ? `must be ${word} ${limit}` : `must be ${word} ${limit}, and not it`;
  if (word === 'at least' && Number(limit) === 1) return 'must not be empty';
  return `must have ${word} ${limit} ${what}`;
}

/** What is wrong, in words that fit a person who filled in a form. */
export function issueMessage(issue: Issue): string {
  const { message } = issue;
  if (message.endsWith('received undefined')) return 'is missing';
  if (!libraryWording.test(message)) return message;
  switch (issue.code) {
    case 'too_small':
      return bound('at least', issue.minimum, issue.inclusive ?? true, issue.origin);
    case 'too_big':
      return bound('at most', issue.maximum, issue.inclusive ?? true, issue.origin);
    case 'invalid_type': {
      const received = /received (\w+)$/.exec(message)?.[1] ?? '';
      const isSame = kindOf(received) === kindOf(issue.expected) || issue.expected === 'int';
      return `must be ${kindOf(issue.expected)}${isSame || received === '' ? '' : `, and is ${kindOf(received)}`}`;
    }
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'unrecognized_keys':
      return `has ${issue.keys.join(', ')}, which is not known`;
    default:
      return message;
  }
}

const most = 5;
const longest = 300;

/**
 * Names what is wrong with an input in one line: field path and message of each issue, the first few of many.
 *
 * @param meantBy which known field an unknown one of the input is probably meant for
 */
export function describeIssues(
  error: z.ZodError,
  meantBy: (name: string) => string | undefined = () => undefined,
): string {
  return error.issues
    .flatMap((issue) => linesOf(issue, meantBy))
    .slice(0, most)
    .join('; ')
    .slice(0, longest);
}

function linesOf(issue: Issue, meantBy: (name: string) => string | undefined): string[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [[path, issueMessage(issue)].filter(Boolean).join(': ')];
  return issue.keys.map((key) => {
    const meant = path === '' ? meantBy(key) : undefined;
    const hint = meant === undefined ? '' : `: ${meant} is probably meant`;
    return `${[path, key].filter(Boolean).join('.')} is not a known member${hint}`;
  });
}
