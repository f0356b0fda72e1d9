import { expect, test } from 'vitest';
import { unattributedFrom } from '../../functions/domain/unattributed.ts';

test('what is not set is as it is by default', () => {
  expect(unattributedFrom({})).toEqual({ keep: 500, perMinute: 60 });
  expect(unattributedFrom({ UNATTRIBUTED_REQUESTS_KEPT: '', PATH: '/bin' })).toEqual({
    keep: 500,
    perMinute: 60,
  });
  const given = { UNATTRIBUTED_REQUESTS_KEPT: '0', UNATTRIBUTED_REQUESTS_PER_MINUTE: '5' };
  expect(unattributedFrom(given)).toEqual({ keep: 0, perMinute: 5 });
});

test.each([
  ['UNATTRIBUTED_REQUESTS_KEPT', '-1'],
  ['UNATTRIBUTED_REQUESTS_KEPT', '2001'],
  ['UNATTRIBUTED_REQUESTS_PER_MINUTE', '0'],
  ['UNATTRIBUTED_REQUESTS_PER_MINUTE', 'many'],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => unattributedFrom({ [name]: value })).toThrow(name);
});
