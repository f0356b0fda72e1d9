import { describe, expect, test } from 'vitest';
import { allowOnly, isLoopback } from '../../../infra/local/allowed-hosts.ts';

const asked = (host: string | undefined, names: string[] = [], httpVersion = '1.1') =>
  allowOnly(names)({ headers: host === undefined ? {} : { host }, httpVersion });

describe('on a loopback address', () => {
  test.each([
    ...['localhost', 'LOCALHOST:4010', 'localhost.', 'a.localhost', '127.0.0.1', '127.9.9.9:80'],
    ...['[::1]', '[::1]:4010', '[0:0::1]:80', '[::ffff:127.0.0.1]'],
  ])('%s is answered', (host) => {
    expect(asked(host)).toBeUndefined();
  });

  test.each([
    ...['evil.example', 'evil.example:4010', 'localhost.evil.example', 'localhost@evil.example', '10.0.0.1'],
    ...[
      '0.0.0.0',
      '1.127.0.0',
      '127.0.0.1.evil.example',
      '[::2]',
      '[fe80::1%lo]',
      'xlocalhost',
      '',
      ' ',
      '[',
    ],
  ])('%j is refused, and told what to do', (host) => {
    expect(asked(host)).toMatchObject({ status: 421, code: 'host_not_allowed' });
    expect(asked(host)?.detail).toContain('--allow-host');
  });

  test('a name that is allowed is answered, with any port and in any case', () => {
    expect(asked('Emulator.TEST:8080', ['emulator.test'])).toBeUndefined();
    expect(asked('[FD00::1]:8080', ['[fd00::1]'])).toBeUndefined();
    expect(asked('x.emulator.test', ['emulator.test'])).toMatchObject({ status: 421 });
  });

  test('HTTP/1.0 may leave it out', () => {
    expect(asked(undefined, [], '1.0')).toBeUndefined();
    expect(asked(undefined)).toMatchObject({ status: 400, code: 'host_missing' });
  });
});

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.1', false],
  ['emulator.test', false],
])('listening on %s is for this machine only: %s', (host, own) => {
  expect(isLoopback(host)).toBe(own);
});
