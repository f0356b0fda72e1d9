import * as z from 'zod';
import { positive } from './numbers.ts';

const percent = z.number().gt(0).max(100);

/** From which value on an alarm goes off. Counts are over five minutes. */
const thresholdsSchema = z.strictObject({
  /** Answers with 5xx. */
  serverErrors: positive,
  /** Time within which 99 of 100 requests are answered, ms. */
  latencyP99Ms: positive,
  /** Failures of one function. */
  functionErrors: positive,
  /** Calls of one function that Lambda turned away. */
  functionThrottles: positive,
  /** Reads or writes that DynamoDB turned away. */
  tableThrottles: positive,
  /** Share of answers with 4xx that no test asked for, in percent. */
  unexpectedClientErrorPercent: percent,
});

export type AlarmThresholds = z.output<typeof thresholdsSchema>;

const defaultThresholds: AlarmThresholds = {
  serverErrors: 5,
  latencyP99Ms: 5_000,
  functionErrors: 1,
  functionThrottles: 1,
  tableThrottles: 1,
  unexpectedClientErrorPercent: 50,
};

/** Alarms and a dashboard. */
export const operationsSchema = z
  .strictObject({
    /** Who is told of an alarm, by a topic made for it. */
    alarmEmail: z.email().optional(),
    /** A topic of one's own that alarms are sent to. With neither, an alarm only shows in CloudWatch. */
    alarmTopicArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/, 'must be the ARN of an SNS topic')
      .optional(),
    /** What differs from the defaults; see `alarmThresholds`. */
    thresholds: thresholdsSchema.partial().optional(),
  })
  .refine(({ alarmEmail, alarmTopicArn }) => alarmEmail === undefined || alarmTopicArn === undefined, {
    path: ['alarmTopicArn'],
    message: 'must not be given beside operations.alarmEmail: subscribe the address to the topic instead',
  });

export type Operations = z.output<typeof operationsSchema>;

/** The thresholds of an environment: its own, or else the defaults. */
export function alarmThresholds({ thresholds = {} }: Operations): AlarmThresholds {
  const own = Object.entries(thresholds).filter(([, value]) => value !== undefined);
  return { ...defaultThresholds, ...Object.fromEntries(own) };
}
