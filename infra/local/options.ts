import { isIPv6 } from 'node:net';
import { parseArgs } from 'node:util';
import { UsageError } from '../errors.ts';
import type { Variables } from './variables.ts';

export interface Options {
  port: number;
  host: string;
  /** Names by which a client may call it, besides loopback's own. */
  allowHosts: string[];
  data: string | undefined;
  seed: string | undefined;
  empty: boolean;
  controlKey: string | undefined;
  /** Whether requests leave no lines. */
  quiet: boolean;
  /** Whether it ends when its standard input does, and so with the program that started it, however that ends. */
  untilStdinEnds: boolean;
  /** The hosts that a proxy is to answer for; none: the vendor's; undefined: no proxy. */
  proxyHosts: string[] | undefined;
  /** Whether it serves https, by a certificate of its own making or by files. */
  tls: 'own' | TlsFiles | undefined;
}

/** Paths of PEM files. */
export interface TlsFiles {
  cert: string;
  key: string;
}

/** A header carries the key: only printable ASCII arrives as it was sent, and no space at the ends. */
export const isControlKey = (text: string): boolean => /^[!-~](?:[ -~]*[!-~])?$/.test(text);

export const controlKeyRule =
  'use ASCII letters, digits, signs and inner spaces only, as it is sent in a header';

/** The variable that the server and the commands that call it read. */
export const controlKeyVariable = 'KORE_EMULATOR_CONTROL_KEY';

/** @param program how the command line begins */
export const usage = (
  program: string,
): string => `Kore Sessions Emulator: Kore.ai's Sessions History API (getSessions) on this machine

  ${program} [options]

  --port NUMBER       port to listen on, 0 for any free one (default 4010)
  --host ADDRESS      address to listen on (default 127.0.0.1: this machine only)
  --allow-host NAME   answer to this name too, as of a proxy (default: localhost and loopback addresses)
  --data FOLDER       keep the data in this folder (default: in memory)
  --seed FILE         load sessions and messages: responses, a JSON array or NDJSON
  --empty             an account without sessions
  --control-key KEY   key of the control API (default: ${controlKeyVariable}, else a new one at each start)
  --tls               serve https, by a certificate of its own making
  --tls-cert FILE     serve https by this certificate (PEM, with those between it and its authority)
  --tls-key FILE      its key (PEM)
  --proxy             serve a proxy too, for programs that have the vendor's host compiled in
  --proxy-host NAME   a host that it answers for (default: those of kore.ai)
  --quiet             no line for each request
  --until-stdin-ends  end when standard input does, and so with the program at its other end
  --help              this text

Environment: DYNAMODB_ENDPOINT  URL of another DynamoDB engine than the embedded one
             TABLE_NAME         name of the table (default kore-sessions-emulator)
             SLICE_CACHE_MEGABYTES, ROW_CACHE_MEGABYTES  memory for sessions
`;

/**
 * Reads the command line.
 *
 * @param program how the command line begins, for messages
 * @param environment what counts where the command line does not say it
 * @returns the options, or undefined where help is asked for
 * @throws UsageError that names the option that is wrong
 */
export function readOptions(
  args: readonly string[],
  program: string,
  environment: Variables = {},
): Options | undefined {
  const wrong = (what: string): UsageError =>
    new UsageError(`${what.replace(/\.$/, '')}. See ${program} --help.`);
  const { values, positionals } = parse(args, wrong);
  if (values.help) return undefined;
  if (positionals.length > 0) throw wrong(`"${positionals[0]}" is not an option`);
  if (values.empty && values.seed !== undefined) throw wrong('--empty and --seed exclude each other');
  if (values['control-key'] === '') throw wrong('--control-key is empty');
  if (values.data === '') throw wrong('--data is empty');
  if (values.seed === '') throw wrong('--seed is empty');
  const controlKey = values['control-key'] ?? (environment[controlKeyVariable] || undefined);
  if (controlKey !== undefined && !isControlKey(controlKey)) {
    const given = values['control-key'] === undefined ? controlKeyVariable : '--control-key';
    throw wrong(`The control key (${given}) cannot be used: ${controlKeyRule}`);
  }
  return {
    port: readPort(values.port, wrong),
    host: readHost(values.host, wrong),
    allowHosts: (values['allow-host'] ?? []).map((name) => readAllowedHost(name, wrong)),
    data: values.data,
    seed: values.seed,
    empty: values.empty,
    controlKey,
    quiet: values.quiet,
    untilStdinEnds: values['until-stdin-ends'],
    proxyHosts: values['proxy-host'] ?? (values.proxy ? [] : undefined),
    tls: readTls(values, wrong),
  };
}

type Complain = (what: string) => UsageError;

function parse(args: readonly string[], wrong: Complain) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '4010' },
        host: { type: 'string', default: '127.0.0.1' },
        'allow-host': { type: 'string', multiple: true },
        data: { type: 'string' },
        seed: { type: 'string' },
        empty: { type: 'boolean', default: false },
        'control-key': { type: 'string' },
        quiet: { type: 'boolean', default: false },
        proxy: { type: 'boolean', default: false },
        'proxy-host': { type: 'string', multiple: true },
        'until-stdin-ends': { type: 'boolean', default: false },
        tls: { type: 'boolean', default: false },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The rest explains how to pass what looks like an option as an argument; there are no arguments here.
    throw wrong(message.split('. ')[0] ?? message);
  }
}

function readPort(text: string, wrong: Complain): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw wrong(`--port ${text === '' ? 'is empty' : `${text} is not a port`}: use a number from 0 to 65535`);
}

function readHost(text: string, wrong: Complain): string {
  if (text === '') throw wrong('--host is empty');
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (isIPv6(bare) || /^[\w.-]+$/.test(bare)) return bare;
  throw wrong(
    `--host ${text} is not a host name or an address: use one like 127.0.0.1, without scheme and port`,
  );
}

function readAllowedHost(text: string, wrong: Complain): string {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (isIPv6(bare)) return `[${bare}]`;
  if (/^[\w.-]+$/.test(text)) return text;
  throw wrong(
    `--allow-host "${text}" is not a host name: use one like emulator.test, without scheme and port`,
  );
}

function readTls(
  { tls, 'tls-cert': cert, 'tls-key': key }: { tls: boolean; 'tls-cert'?: string; 'tls-key'?: string },
  wrong: Complain,
): Options['tls'] {
  if (cert === '' || key === '') throw wrong(`${cert === '' ? '--tls-cert' : '--tls-key'} is empty`);
  if (cert !== undefined && key !== undefined) return { cert, key };
  if (cert !== undefined || key !== undefined) throw wrong('--tls-cert and --tls-key belong together');
  return tls ? 'own' : undefined;
}
