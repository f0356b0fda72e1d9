import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../infra/local/options.ts';

const defaults = {
  port: 4010,
  host: '127.0.0.1',
  allowHosts: [],
  data: undefined,
  seed: undefined,
  empty: false,
  controlKey: undefined,
  quiet: false,
  untilStdinEnds: false,
  proxyHosts: undefined,
  tls: undefined,
};

describe('options', () => {
  test.each([
    { args: [], options: {} },
    { args: ['--port', '0', '--host', '0.0.0.0'], options: { port: 0, host: '0.0.0.0' } },
    { args: ['--host', '[::1]'], options: { host: '::1' } },
    {
      args: ['--allow-host', 'emulator.test', '--allow-host', '[fd00::1]'],
      options: { allowHosts: ['emulator.test', '[fd00::1]'] },
    },
    { args: ['--quiet'], options: { quiet: true } },
    { args: ['--until-stdin-ends'], options: { untilStdinEnds: true } },
    { args: ['--proxy'], options: { proxyHosts: [] } },
    { args: ['--proxy-host', 'api.example.com'], options: { proxyHosts: ['api.example.com'] } },
    { args: ['--tls'], options: { tls: 'own' } },
    {
      args: ['--tls', '--tls-cert', 'c.pem', '--tls-key', 'k.pem'],
      options: { tls: { cert: 'c.pem', key: 'k.pem' } },
    },
    { args: ['--data', 'folder', '--empty'], options: { data: 'folder', empty: true } },
    { args: ['--seed=file.json', '--control-key=k'], options: { seed: 'file.json', controlKey: 'k' } },
  ])('$args', ({ args, options }) => {
    expect(readOptions(args, 'start')).toEqual({ ...defaults, ...options });
  });

  test('the control key of the environment counts where none is given', () => {
    expect(readOptions([], 'start', { KORE_EMULATOR_CONTROL_KEY: 'theirs' })?.controlKey).toBe('theirs');
    expect(
      readOptions(['--control-key', 'mine'], 'start', { KORE_EMULATOR_CONTROL_KEY: 'theirs' })?.controlKey,
    ).toBe('mine');
    expect(readOptions([], 'start', { KORE_EMULATOR_CONTROL_KEY: '' })?.controlKey).toBeUndefined();
  });

  test('the control key of the environment must be one too', () => {
    expect(() => readOptions([], 'start', { KORE_EMULATOR_CONTROL_KEY: 'key ' })).toThrow(
      'The control key (KORE_EMULATOR_CONTROL_KEY) cannot be used',
    );
    expect(readOptions([], 'start', { KORE_EMULATOR_CONTROL_KEY: 'a ~key!' })?.controlKey).toBe('a ~key!');
  });

  test.each(['--help', '-h'])('%s asks for help, whatever stands beside it', (help) => {
    expect(readOptions(['--empty', help], 'start')).toBeUndefined();
  });

  test.each([
    { args: ['--port', 'http'], says: '--port http is not a port: use a number from 0 to 65535.' },
    { args: ['--port', '65536'], says: '--port 65536 is not a port: use a number from 0 to 65535.' },
    { args: ['--empty', '--seed', 'x.json'], says: '--empty and --seed exclude each other.' },
    { args: ['--control-key', ''], says: '--control-key is empty.' },
    {
      args: ['--control-key', 'schlüssel'],
      says: 'The control key (--control-key) cannot be used: use ASCII letters, digits, signs and inner spaces only, as it is sent in a header.',
    },
    { args: ['--data', ''], says: '--data is empty.' },
    { args: ['--seed', ''], says: '--seed is empty.' },
    { args: ['--tls-cert', 'c.pem'], says: '--tls-cert and --tls-key belong together.' },
    { args: ['--tls-cert', 'c.pem', '--tls-key', ''], says: '--tls-key is empty.' },
    { args: ['--host', ''], says: '--host is empty.' },
    {
      args: ['--host', 'http://localhost'],
      says: '--host http://localhost is not a host name or an address: use one like 127.0.0.1, without scheme and port.',
    },
    { args: ['--host', '127.0.0.1:80'], says: '--host 127.0.0.1:80 is not a host name or an address: use' },
    {
      args: ['--allow-host', 'emulator.test:80'],
      says: '--allow-host "emulator.test:80" is not a host name: use one like emulator.test, without scheme and port.',
    },
    { args: ['--allow-host', ''], says: '--allow-host "" is not a host name: use' },
    { args: ['4010'], says: '"4010" is not an option.' },
    { args: ['--seed'], says: "Option '--seed <value>' argument missing." },
  ])('$args: $says', ({ args, says }) => {
    expect(() => readOptions(args, 'start')).toThrow(says.endsWith('.') ? `${says} See start --help.` : says);
  });
});
