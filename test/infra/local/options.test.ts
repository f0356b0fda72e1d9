import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../infra/local/options.ts';

const defaults = {
  port: 4010,
  host: '127.0.0.1',
  data: undefined,
  seed: undefined,
  empty: false,
  controlKey: undefined,
};

describe('options', () => {
  test.each([
    { args: [], options: {} },
    { args: ['--port', '0', '--host', '0.0.0.0'], options: { port: 0, host: '0.0.0.0' } },
    { args: ['--data', 'folder', '--empty'], options: { data: 'folder', empty: true } },
    { args: ['--seed=file.json', '--control-key=k'], options: { seed: 'file.json', controlKey: 'k' } },
  ])('$args', ({ args, options }) => {
    expect(readOptions(args, 'start')).toEqual({ ...defaults, ...options });
  });

  test('the control key of the environment counts where none is given', () => {
    expect(readOptions([], 'start', { controlKey: 'theirs' })?.controlKey).toBe('theirs');
    expect(readOptions(['--control-key', 'mine'], 'start', { controlKey: 'theirs' })?.controlKey).toBe(
      'mine',
    );
    expect(readOptions([], 'start', { controlKey: '' })?.controlKey).toBeUndefined();
  });

  test('the control key of the environment must be one too', () => {
    expect(() => readOptions([], 'start', { controlKey: 'key ' })).toThrow(
      'The control key (KORE_EMULATOR_CONTROL_KEY) cannot be used',
    );
    expect(readOptions([], 'start', { controlKey: 'a ~key!' })?.controlKey).toBe('a ~key!');
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
    { args: ['4010'], says: '"4010" is not an option.' },
    { args: ['--seed'], says: "Option '--seed <value>' argument missing." },
  ])('$args: $says', ({ args, says }) => {
    expect(() => readOptions(args, 'start')).toThrow(`${says} See start --help.`);
  });
});
