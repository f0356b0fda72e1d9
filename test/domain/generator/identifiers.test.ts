import { describe, expect, it } from 'vitest';
import {
  deriveBotId,
  deriveClientId,
  deriveClientSecret,
  sessionIdAt,
} from '../../../functions/domain/generator/identifiers.ts';
import { streamOf } from '../../../functions/domain/generator/random.ts';
import { isId } from '../../../functions/domain/ids.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

describe.each([
  ['deriveBotId', deriveBotId, new RegExp(`^st-${uuid}$`)],
  ['deriveClientId', deriveClientId, new RegExp(`^cs-${uuid}$`)],
])('%s', (_, derive, form) => {
  it('has the form of the vendor, and can be part of a key', () => {
    for (let number = 0; number < 200; number += 1) {
      const id = derive('seed', `name ${number}`);
      expect(id).toMatch(form);
      expect(isId(id)).toBe(true);
    }
  });

  it('is the same for the same seed and name, and another for others', () => {
    expect(derive('seed', 'one')).toBe(derive('seed', 'one'));
    expect(derive('seed', 'two')).not.toBe(derive('seed', 'one'));
    expect(derive('other', 'one')).not.toBe(derive('seed', 'one'));
  });
});

describe('deriveClientSecret', () => {
  it('is 32 bytes in base64, of seed and name', () => {
    const secret = deriveClientSecret('seed', 'builder');
    expect(secret).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(Buffer.from(secret, 'base64')).toHaveLength(32);
    expect(deriveClientSecret('seed', 'builder')).toBe(secret);
    expect(deriveClientSecret('seed', 'admin')).not.toBe(secret);
  });
});

describe('sessionIdAt', () => {
  it.each([
    [0, '00000000'],
    [999, '00000000'],
    [1_684_393_838_695, '6465cf6e'],
    [4_294_967_295_999, 'ffffffff'],
  ])('begins with the second of a start at %d', (startTime, prefix) => {
    const id = sessionIdAt(startTime, streamOf('seed', 'ids'));
    expect(id).toMatch(/^[0-9a-f]{24}$/);
    expect(id.slice(0, 8)).toBe(prefix);
  });
});
