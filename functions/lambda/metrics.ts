import { vendorErrors } from '../domain/vendor-errors.ts';
import type { RequestLogEntry } from '../vendor/log.ts';

/** The namespace of the emulator's own metrics in CloudWatch. */
export const metricNamespace = 'KoreSessionsEmulator';

/** The metrics of a request, by their units. */
const units = {
  Requests: 'Count',
  Duration: 'Milliseconds',
  DynamoDBCalls: 'Count',
  ReadUnits: 'Count',
  WriteUnits: 'Count',
  SlicesRead: 'Count',
  UnexpectedClientErrors: 'Count',
  UnexpectedServerErrors: 'Count',
} as const;

export type MetricName = keyof typeof units;

/** What a metric is split by. */
export type MetricDimension = 'Environment' | 'Route' | 'Status' | 'Reason';

interface Directive {
  metrics: readonly MetricName[];
  dimensions: readonly (readonly MetricDimension[])[];
}

/** Each combination of values is a metric of its own, and paid for: so few dimensions, of few values. */
const directives: readonly Directive[] = [
  { metrics: ['UnexpectedClientErrors', 'UnexpectedServerErrors'], dimensions: [['Environment']] },
  {
    metrics: ['Duration', 'DynamoDBCalls', 'ReadUnits', 'WriteUnits', 'SlicesRead'],
    dimensions: [['Environment', 'Route']],
  },
  {
    metrics: ['Requests'],
    dimensions: [
      ['Environment', 'Route', 'Status'],
      ['Environment', 'Reason'],
    ],
  },
];

/** Reasons of the emulator's own failures; any other 5xx is one that a fault or the settings of an account ask for. */
const failures = new Set(['store_unavailable', 'internal_error']);

/** Reasons that answer with 4xx only where the settings of an account ask for it. */
const asked = new Set(['fault_injected', 'rate_limit_minute', 'rate_limit_hour']);

const knownStatuses = new Set([200, ...Object.values(vendorErrors).map(({ status }) => status)]);

/** Settings and faults can make any status: those that the vendor does not send count by their class. */
function boundedStatus(status: number): string {
  return knownStatuses.has(status) ? String(status) : `${Math.floor(status / 100)}xx`;
}

/**
 * The metrics of one request, as members of a line of the log. (AWS: CloudWatch embedded metric format.)
 *
 * @param environment the name of the environment
 */
export function toEmbeddedMetrics(entry: RequestLogEntry, environment: string) {
  const { at, status, reason, durationMs, dynamodb, slicesRead } = entry;
  const values: Record<MetricName, number> = {
    Requests: 1,
    Duration: durationMs,
    DynamoDBCalls: dynamodb.calls,
    ReadUnits: dynamodb.readUnits,
    WriteUnits: dynamodb.writeUnits,
    SlicesRead: slicesRead,
    UnexpectedClientErrors: Number(status >= 400 && status < 500 && !asked.has(reason?.code ?? '')),
    UnexpectedServerErrors: Number(status >= 500 && (!reason || failures.has(reason.code))),
  };
  const dimensions: Record<MetricDimension, string> = {
    Environment: environment,
    Route: entry.metricRoute,
    Status: boundedStatus(status),
    Reason: reason?.code ?? 'none',
  };
  // The time of the answer, as API Gateway and Lambda count it.
  return { _aws: embedded(Math.round(at + durationMs), directives), ...dimensions, ...values };
}

/**
 * The metric of one failure of the control API, as members of a line of the log.
 *
 * @param at Unix ms
 * @param environment the name of the environment
 */
export function toFailureMetrics(at: number, environment: string) {
  const directive: Directive = { metrics: ['UnexpectedServerErrors'], dimensions: [['Environment']] };
  return { _aws: embedded(at, [directive]), Environment: environment, UnexpectedServerErrors: 1 };
}

function embedded(Timestamp: number, given: readonly Directive[]) {
  const CloudWatchMetrics = given.map(({ metrics, dimensions }) => ({
    Namespace: metricNamespace,
    Dimensions: dimensions,
    Metrics: metrics.map((Name) => ({ Name, Unit: units[Name] })),
  }));
  return { Timestamp, CloudWatchMetrics };
}
