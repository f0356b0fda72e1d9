import { parseArgs } from 'node:util';

export const sectionNames = [
  'cost',
  'speed',
  'messages',
  'import',
  'layers',
  'memory',
  'soak',
  'cold-start',
  'start',
] as const;
export type SectionName = (typeof sectionNames)[number];

/** How results are printed. */
export type Format = 'text' | 'markdown' | 'json';

export interface Options {
  sections: readonly SectionName[];
  quick: boolean;
  million: boolean;
  /** How long the soak takes. */
  minutes: number;
  /** The tarball of another state, which is started in turn with this one. */
  beside: string | undefined;
  format: Format;
}

export const usage = `Measures this emulator on this machine, beside other mock servers

  npm run bench -- [options]

  --only LIST   some of ${sectionNames.join(', ')}, separated by commas
  --quick       under two minutes: fewer sessions, shorter rounds, no plot
  --million     cost and layers also at 1,000,000 sessions, which load for many minutes
  --minutes N   how long the soak takes (default 1)
  --beside FILE the tarball (npm pack) of another state, to be started in turn with this one
  --json        one JSON document on stdout
  --markdown    tables for a document
  --help        this text

Progress goes to stderr. The other mock servers are fetched from npm when first needed.
`;

/** Thrown where the command line cannot be followed; the message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the command line.
 *
 * @returns the options, or undefined where help is asked for
 * @throws UsageError that names what is wrong, in one sentence
 */
export function readOptions(args: readonly string[]): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  if (values.json && values.markdown) throw wrong('--json and --markdown exclude each other');
  if (values.quick && values.million) throw wrong('--quick and --million exclude each other');
  const sections = readSections(values.only);
  if (values.million && !sections.includes('cost') && !sections.includes('layers')) {
    throw wrong('--million belongs to the sections cost and layers, which --only leaves out');
  }
  if (values.minutes !== undefined && !sections.includes('soak')) {
    throw wrong('--minutes belongs to the section soak, which --only leaves out');
  }
  if (values.beside !== undefined && !sections.includes('start')) {
    throw wrong('--beside belongs to the section start, which --only leaves out');
  }
  return {
    sections,
    quick: values.quick,
    million: values.million,
    minutes: readMinutes(values.minutes),
    beside: values.beside,
    format: values.json ? 'json' : values.markdown ? 'markdown' : 'text',
  };
}

const wrong = (what: string): UsageError => new UsageError(`${what}: see npm run bench -- --help.`);

function parse(args: readonly string[]) {
  try {
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        quick: flag,
        million: flag,
        minutes: { type: 'string' },
        beside: { type: 'string' },
        json: flag,
        markdown: flag,
        help: { ...flag, short: 'h' },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The rest explains how to pass an argument that looks like an option; there are no arguments here.
    throw wrong((message.split('. ')[0] ?? message).replace(/\.$/, ''));
  }
}

function readSections(list: string | undefined): readonly SectionName[] {
  if (list === undefined) return sectionNames;
  const given = list.split(',').map((name) => name.trim());
  const unknown = given.find((name) => !sectionNames.some((known) => known === name));
  if (unknown !== undefined) throw wrong(`--only knows no section "${unknown}"`);
  return sectionNames.filter((name) => given.includes(name));
}

function readMinutes(text = '1'): number {
  if (/^\d{1,3}$/.test(text) && Number(text) > 0) return Number(text);
  throw wrong(`--minutes ${text} is not a number of minutes from 1 to 999`);
}
