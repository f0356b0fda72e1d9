import { parseArgs } from 'node:util';
import { type EventVersion, eventVersions } from '../support/api-gateway/gateway.ts';

export const usage = `Runs the emulator in a lab that holds it to the limits of AWS: Lambda's, API Gateway's, DynamoDB's and IAM's.

  npm run test:lab                      all trials, and the contract suite five times
  npm run test:lab -- --short           in under two minutes: two trials, and a part of the contract suite
  npm run test:lab -- --serve           starts the lab, says its URL and control key, and waits for Ctrl-C

  --trial NAME        only this trial, or contract; may be given again
  --runs NUMBER       how often the contract suite is run (default: 5)
  --concurrency N     invocations at once, of all functions (default: 1000; 10 in new AWS accounts)
  --workers N         how many workers the contract suite has
  --files WORDS       only files of the contract suite with one of these words in their names
  --index-lag MS      how long the index does not show what the table has (default: 0)
  --events v1|v2      events of a REST API or of an HTTP API (default: v2)
  --environment NAME  whose limits, policies and memory (default: dev)
  --functions FOLDER  functions that are built already, in FOLDER/get-sessions and FOLDER/control
  --no-cpu            the whole processor for every function
  --help              this text

Exit codes: 0 every bar was met, 1 some were not.
`;

export interface LabRun {
  isShort: boolean;
  serve: boolean;
  trials: readonly string[];
  runs: number;
  concurrency: number;
  workers: number | undefined;
  files: readonly string[];
  indexLagMs: number | undefined;
  events: EventVersion;
  environment: string;
  functions: string | undefined;
  limitsCpu: boolean;
}

/**
 * @returns undefined where help is asked for
 * @throws Error that says what is wrong
 */
export function readOptions(args: readonly string[]): LabRun | undefined {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      short: { type: 'boolean', default: false },
      serve: { type: 'boolean', default: false },
      trial: { type: 'string', multiple: true, default: [] },
      runs: { type: 'string' },
      concurrency: { type: 'string' },
      workers: { type: 'string' },
      files: { type: 'string', default: '' },
      'index-lag': { type: 'string' },
      events: { type: 'string', default: 'v2' },
      environment: { type: 'string', default: 'dev' },
      functions: { type: 'string' },
      cpu: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    isShort: values.short,
    serve: values.serve,
    trials: values.trial,
    runs: wholeNumber('runs', values.runs) ?? 5,
    concurrency: wholeNumber('concurrency', values.concurrency) ?? 1_000,
    workers: wholeNumber('workers', values.workers),
    files: values.files.split(/[\s,]+/).filter((word) => word !== ''),
    indexLagMs: wholeNumber('index-lag', values['index-lag']),
    events: eventsOf(values.events),
    environment: values.environment,
    functions: values.functions,
    limitsCpu: values.cpu,
  };
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`--${name} ${text} is not a whole number.`);
}

function eventsOf(text: string): EventVersion {
  const found = eventVersions.find((version) => version === text);
  if (found) return found;
  throw new Error(`--events ${text} is none of ${eventVersions.join(', ')}.`);
}
