import { machineLine, thisMachine } from './machine.ts';
import { type Options, readOptions, type SectionName, UsageError, usage } from './options.ts';
import { toMarkdown, toText } from './report/table.ts';
import { progress, type SectionResult } from './section.ts';

// The AWS SDK warns of a Node version that this package still supports.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

type Run = (options: Options) => Promise<SectionResult>;

// Loaded when they run: the CDK alone takes seconds.
const sections: Record<SectionName, () => Promise<Run>> = {
  cost: async () => (await import('./cost/run.ts')).benchCost,
  speed: async () => (await import('./speed/run.ts')).benchSpeed,
  messages: async () => (await import('./messages/run.ts')).benchMessages,
  import: async () => (await import('./import/run.ts')).benchImport,
  layers: async () => (await import('./layers/run.ts')).benchLayers,
  memory: async () => (await import('./memory/run.ts')).benchMemory,
  soak: async () => (await import('./soak/run.ts')).benchSoak,
  'cold-start': async () => (await import('./cold-start/run.ts')).benchColdStart,
  start: async () => (await import('./start/run.ts')).benchStart,
};

async function bench(options: Options): Promise<void> {
  const machine = thisMachine();
  const { format } = options;
  const data: Record<string, unknown> = { machine, quick: options.quick };
  if (format !== 'json') process.stdout.write(`${machineLine(machine)}. Compare only figures of one run.\n`);
  for (const name of options.sections) {
    const started = performance.now();
    const run = await sections[name]();
    const result = await run(options);
    progress(`${name}: ${Math.round((performance.now() - started) / 1000)} s`);
    data[name] = result.data;
    if (format === 'json') continue;
    const print = format === 'markdown' ? toMarkdown : toText;
    for (const table of result.tables) process.stdout.write(`\n${print(table)}`);
  }
  if (format === 'json') process.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options) await bench(options);
  else process.stdout.write(usage);
} catch (error) {
  const usageError = error instanceof UsageError;
  process.stderr.write(`${usageError ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exitCode = usageError ? 2 : 1;
}
