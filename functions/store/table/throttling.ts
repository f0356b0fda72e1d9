import { ThrottledError } from '../errors.ts';

const throttlings = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

/** Whether DynamoDB refused a call for its rate alone: nothing of it was done. */
export function isThrottling(error: unknown): error is Error {
  return error instanceof Error && throttlings.has(error.name);
}

/** Whether work failed of throttling alone, waited out or not: a part of it may be done. */
export function wasThrottled(error: unknown): boolean {
  return error instanceof ThrottledError || isThrottling(error);
}

interface Told {
  ThrottlingReasons?: { reason?: string | undefined }[] | undefined;
  throttlingReasons?: { reason?: string | undefined }[] | undefined;
}

/** What a limit is, by the words of a reason such as `IndexWriteMaxOnDemandThroughputExceeded`. (AWS: ThrottlingReason.) */
const limits: readonly (readonly [RegExp, (part: string, units: string) => string])[] = [
  [
    /MaxOnDemandThroughput/,
    (part, units) =>
      `the ${part}'s cap on ${units} units (data.max${units === 'read' ? 'Read' : 'Write'}Units of the environment)`,
  ],
  [/KeyRangeThroughput/, (part, units) => `the ${units} units of one partition of the ${part}`],
  [/AccountLimit/, (part, units) => `the AWS account's limit on ${units} units, at the ${part}`],
  [/ProvisionedThroughput/, (part, units) => `the ${part}'s provisioned ${units} units`],
];

/** What throttled a call, for people; undefined where DynamoDB does not say. */
export function limitOf(error: Error & Told): string | undefined {
  const { ThrottlingReasons, throttlingReasons = ThrottlingReasons } = error;
  for (const { reason = '' } of throttlingReasons ?? []) {
    const [, part, units] = /^(Table|Index)(Read|Write)/.exec(reason) ?? [];
    const [, words] = limits.find(([pattern]) => pattern.test(reason)) ?? [];
    if (part && units && words) return words(part.toLowerCase(), units.toLowerCase());
  }
  return undefined;
}
