import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactBody, redactQuery, redactText } from '../../functions/vendor/redact.ts';
import { secretsOf } from '../../functions/vendor/redaction/known.ts';
import { isSecretName } from '../../functions/vendor/redaction/names.ts';
import { timesOf } from '../support/thorough.ts';

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzLTAwMDAifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';
const secret = 'aM3nTRvkST/NlulM9VM5xe+SW55qAf08o37tKOnZwS4=';
const known = secretsOf([secret]);

/** The parts of what must not be kept by which it would be found. */
const tells = [token, ...token.split('.').slice(1), secret, secret.slice(0, 20), secret.slice(-20)];

/** Every form that a text can be read out of again. */
function readings(text: string): string[] {
  const all = [text];
  for (let round = 0; round < 4; round++) {
    const last = all.at(-1) ?? '';
    all.push(
      last.replace(/%[0-9a-f]{2}/gi, (found) => String.fromCharCode(Number.parseInt(found.slice(1), 16))),
    );
  }
  return [...all, ...all.map((each) => each.replaceAll('\\/', '/').replaceAll('\\u002f', '/'))];
}

function expectHidden(text: string): void {
  for (const reading of readings(text)) for (const tell of tells) expect(reading).not.toContain(tell);
}

const percentAll = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

const encodings: ((text: string) => string)[] = [
  (text) => text,
  encodeURIComponent,
  (text) => encodeURIComponent(encodeURIComponent(text)),
  percentAll,
  (text) => percentAll(percentAll(text)),
  (text) => encodeURIComponent(percentAll(text)),
];

const encoded = fc
  .tuple(fc.constantFrom(token, secret), fc.constantFrom(...encodings))
  .map(([what, encode]) => encode(what));
const around = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.stringMatching(/^[\w.%\\ /-]{0,12}$/),
  fc.constantFrom('', 'x', 'eyJ', '.', '%', '%25', 'a.b.', 'Bearer ', 'bot/', '='),
);

describe('a token or a secret of the account is never kept', () => {
  it('in a text, whatever stands around it and however often it is percent-encoded', () => {
    const put = fc.tuple(around, encoded, around).map((parts) => parts.join(''));
    fc.assert(
      fc.property(put, (text) => expectHidden(redactText(text, known))),
      { numRuns: timesOf(2000) },
    );
  });

  it('in a query string, as name or value', () => {
    const put = fc.tuple(fc.boolean(), encoded, around).map(([asName, what, other]) => {
      const rest = encodeURIComponent(other.replace(/[\ud800-\udfff]/g, '?'));
      return asName ? `?${what}=${rest}&a=b` : `?a=b&${rest}=${what}`;
    });
    fc.assert(
      fc.property(put, (query) => expectHidden(redactQuery(query, known))),
      { numRuns: timesOf(1000) },
    );
  });

  it('in a body, as a member or its name, at any depth, in JSON and in what is none', () => {
    const place = fc.tuple(around, encoded, around).map((parts) => parts.join(''));
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        place,
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(place, fc.string()), tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    const cut = fc.integer({ min: 0, max: 3 });
    const escapes = fc.constantFrom(
      (json: string) => json,
      (json: string) => json.replaceAll('e', '\\u0065').replaceAll('/', '\\/'),
    );
    fc.assert(
      fc.property(value, cut, escapes, (given, missing, write) => {
        const json = write(JSON.stringify(given));
        // Cut off at its end it is no JSON, and stands there as text.
        const body = missing === 0 ? json : `${json.slice(0, -1)} ${'x'.repeat(missing)}`;
        const kept = redactBody(body, known);
        expectHidden(typeof kept === 'string' ? kept : JSON.stringify(kept));
      }),
      { numRuns: timesOf(1000) },
    );
  });

  it('where it begins before the end of what is kept', () => {
    for (let before = 7_000; before <= 8_000; before += 23) {
      for (const what of [token, secret, percentAll(secret)]) {
        const text = `${'x '.repeat(before / 2)}${what} and more`;
        expectHidden(redactText(text, known, { most: 8_000 }));
      }
    }
  });

  it('where whose it is is not known: tokens, and what looks like a secret of the vendor', () => {
    for (const encode of encodings) {
      expectHidden(redactText(`/api/public/${encode(secret)}/x/${encode(token)}`, [], { strict: true }));
    }
    const key = 'dGhpcy1pcy1h-control_KEY-0123456789';
    expect(redactText(`/x/${key}`, [], { strict: true })).toBe('/x/[redacted]');
    const harmless = '/api/public/bot/st-0c7e4bd0-6a2e-4e5e-9d0e-0f6a3a1d1c11/getSessionsOfAllBots';
    expect(redactText(harmless, [], { strict: true })).toBe(harmless);
  });
});

describe('what is named like a secret', () => {
  it.each([
    ...[
      'password',
      'Password',
      'passwd',
      'pwd',
      'db_pwd',
      'pass',
      'passphrase',
      'auth',
      'X-Auth',
      'auth_token',
    ],
    ...[
      'access_token',
      'accessToken',
      'refresh-token',
      'id_token',
      'bearer',
      'jwt',
      'clientSecret',
      'api_key',
    ],
    ...[
      'X-API-Key',
      'apikey',
      'private_key',
      'credentials',
      'Authorization',
      'Set-Cookie',
      'pass%77ord',
      'to%256ben',
    ],
  ])('%s', (name) => {
    expect(isSecretName(name)).toBe(true);
    const value = 'hunter2-and-more';
    const json = JSON.stringify({ a: [{ [name]: value }], [name]: { deep: [value] } });
    for (const text of [json, json.slice(0, -1), `{"x":${JSON.stringify(json)}`]) {
      expect(JSON.stringify(redactBody(text, undefined))).not.toContain('hunter2');
    }
    expect(redactQuery(`?a=b&${name}=${value}`, undefined)).not.toContain('hunter2');
    expect(redactText(`/x;${name}=${value}`, undefined)).not.toContain('hunter2');
    expect(redactText(`/x;${encodeURIComponent(`${name}=${value}`)}`, undefined)).not.toContain('hunter2');
  });

  it.each([
    'author',
    'containmentType',
    'keyword',
    'passenger',
    'userId',
    'limit',
    'authority',
    'tags',
    'compass',
  ])('is not %s', (name) => {
    expect(isSecretName(name)).toBe(false);
    const json = JSON.stringify({ [name]: 'value' });
    expect(redactBody(json, undefined)).toEqual({ [name]: 'value' });
  });
});

describe('what is no secret is left alone', () => {
  it('a short secret of earlier versions is looked for between words only', () => {
    const short = secretsOf(['st']);
    expect(redactText('/api/public/bot/st-support/getSessions', short)).toBe(
      '/api/public/bot/st-support/getSessions',
    );
    expect(redactBody('{"status":"last","x":"st"}', short)).toEqual({ status: 'last', x: '[redacted]' });
  });

  it('names that become the same stay apart', () => {
    expect(redactBody(JSON.stringify({ [token]: 1, [secret]: 2 }), known)).toEqual({
      '[redacted]': 1,
      '[redacted] 2': 2,
    });
  });

  it('a name that is that of a prototype is a member like others', () => {
    expect(JSON.stringify(redactBody('{"__proto__":{"a":1}}', undefined))).toBe('{"__proto__":{"a":1}}');
  });

  it('a body that is nested deeper than readers go is kept as text', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(redactBody(nested(60), undefined)).toEqual(JSON.parse(nested(60)));
    expect(redactBody(nested(61), undefined)).toBe(nested(61));
    expect(redactBody(nested(4_000), undefined)).toBe(nested(4_000));
  });
});

describe('the time it takes grows with the text, not faster', () => {
  const worst: [string, (length: number) => string][] = [
    ['beginnings of tokens', (length) => 'eyJ'.repeat(length / 3)],
    ['beginnings of tokens with a dot', (length) => 'eyJ.'.repeat(length / 4)],
    ['beginnings of parts', (length) => 'ewo.a '.repeat(length / 6)],
    ['dots', (length) => '.'.repeat(length)],
    ['words', (length) => 'a'.repeat(length)],
    ['one word and an equals sign', (length) => `${'a'.repeat(length)}=`],
    ['equals signs', (length) => '='.repeat(length)],
    ['near secrets', (length) => `${'a'.repeat(42)}=`.repeat(length / 43)],
    ['schemes', (length) => 'bearer '.repeat(length / 7)],
    ['schemes and blanks', (length) => `bearer${' '.repeat(20)}`.repeat(length / 26)],
    ['blanks', (length) => ' '.repeat(length)],
    ['names', (length) => 'token'.repeat(length / 5)],
    ['names and colons', (length) => 'token:'.repeat(length / 6)],
    ['names of open values', (length) => '"pwd":["'.repeat(length / 8)],
    ['names of open brackets', (length) => 'pwd:['.repeat(length / 5)],
    ['backslashes', (length) => '\\'.repeat(length)],
    ['names and backslashes', (length) => 'pwd:\\\\"'.repeat(length / 7)],
    ['percent signs', (length) => '%'.repeat(length)],
    ['encoded percent signs', (length) => '%25'.repeat(length / 3)],
    ['much encoded percent signs', (length) => '%25252525'.repeat(length / 9)],
    ['encoded bytes of no character', (length) => '%c3'.repeat(length / 3)],
    ['encoded units', (length) => '\\u0025'.repeat(length / 6)],
    ['random runs', (length) => 'aA0'.repeat(length / 3)],
    ['the beginning of the secret', (length) => secret.slice(0, -3).repeat(length / 41)],
    ['brackets', (length) => '['.repeat(length)],
    ['quotes', (length) => '"'.repeat(length)],
  ];

  const cpuMs = (work: () => void): number => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };

  /** The least of some runs: the others were disturbed by something else. */
  const leastMs = (work: () => void, count: number): number =>
    Math.min(...Array.from({ length: count }, () => cpuMs(work)));

  const most = 40;
  const small = 65_536;
  const large = 1_048_576;

  /**
   * How many times as long the large text takes as the small one, where it is 16 times as long; the least of some tries,
   * as others were disturbed. Work that grows with the square of the length would take 256 times as long.
   */
  function growth(make: (length: number) => string, redact: (text: string) => unknown): number {
    const [short, long] = [make(small), make(large)];
    redact(short);
    // Several at once, so that the measure is no matter of the timer's grain.
    const four = (): void => {
      for (let count = 0; count < 4; count++) redact(short);
    };
    const ratio = (): number => cpuMs(() => redact(long)) / Math.max(leastMs(four, 3) / 4, 1);
    let least = ratio();
    for (let tries = 0; tries < 6 && least > most; tries++) least = Math.min(least, ratio());
    return least;
  }

  it.each(worst)('%s: 1 MB takes at most 40 times as long as 64 KB', (_, make) => {
    expect(growth(make, (text) => redactText(text, known, { strict: true }))).toBeLessThanOrEqual(most);
  });

  it.each(worst.filter(([what]) => /^(?:beginnings of tokens|names and colons|brackets|quotes)$/.test(what)))(
    '%s as a body or a query',
    (_, make) => {
      expect(growth(make, (text) => redactBody(text, known))).toBeLessThanOrEqual(most);
      expect(growth(make, (text) => redactQuery(`?${text}`, known))).toBeLessThanOrEqual(most);
    },
  );
});
