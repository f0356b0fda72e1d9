import { describe, expect, it } from 'vitest';
import { readOptions, UsageError } from './options.ts';

describe('the options of the benchmark', () => {
  it('measure everything where nothing is said', () => {
    expect(readOptions([])).toEqual({
      sections: ['cost', 'speed', 'messages', 'import', 'layers', 'memory', 'soak', 'cold-start', 'start'],
      quick: false,
      million: false,
      minutes: 1,
      beside: undefined,
      format: 'text',
    });
  });

  it('choose sections, size and format', () => {
    expect(readOptions(['--only', 'cold-start, cost', '--million', '--json'])).toEqual({
      sections: ['cost', 'cold-start'],
      quick: false,
      million: true,
      minutes: 1,
      beside: undefined,
      format: 'json',
    });
    expect(readOptions(['--only', 'soak', '--minutes', '10'])).toMatchObject({ minutes: 10 });
    expect(readOptions(['--quick', '--markdown'])).toMatchObject({ quick: true, format: 'markdown' });
  });

  it('ask for help before anything else', () => {
    expect(readOptions(['--help', '--only', 'nothing'])).toBeUndefined();
  });

  it.each([
    [['--fast'], /^Unknown option '--fast': see/],
    [['all'], /^Unexpected argument 'all'/],
    [['--only'], /argument missing/],
    [['--only', 'cost,spede'], /"spede"/],
    [['--only', ''], /section ""/],
    [['--json', '--markdown'], /exclude each other/],
    [['--quick', '--million'], /exclude each other/],
    [['--only', 'speed', '--million'], /sections cost and layers/],
    [['--only', 'speed', '--minutes', '2'], /section soak/],
    [['--only', 'speed', '--beside', 'x.tgz'], /section start/],
    [['--minutes', '0'], /--minutes 0 is not/],
  ])('%j is refused in one sentence', (args, message) => {
    const read = () => readOptions(args);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
    expect(read).toThrow(/: see npm run bench -- --help\.$/);
  });
});
