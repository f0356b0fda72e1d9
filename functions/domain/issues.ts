import type * as z from 'zod';

/** What is wrong, in words that fit a person who filled in a form. */
export function issueMessage(issue: z.core.$ZodIssue): string {
  return issue.message.endsWith('received undefined') ? 'is missing' : issue.message;
}

const most = 5;
const longest = 300;

/** Names what is wrong with an input in one line: field path and message of each issue, the first few of many. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, most)
    .map((issue) => [issue.path.join('.'), issueMessage(issue)].filter(Boolean).join(': '))
    .join('; ')
    .slice(0, longest);
}
