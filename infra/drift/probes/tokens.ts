import { vendorErrors } from '../../../functions/domain/vendor-errors.ts';
import type { Outcome } from '../../real-api/outcome.ts';
import type { TokenForm } from '../../real-api/token.ts';
import { anyAnswer, describe, found, readChoice } from '../choice.ts';
import { expectAnswer, expectRefusal } from '../expect.ts';
import { differs, type Finding, notMeasured, same } from '../finding.ts';
import { isSameError, noteError, type ProbeGroup, type Probing } from '../run-context.ts';
import { within } from './within.ts';

type Claims = NonNullable<TokenForm['claims']>;
const day = 86_400;

const withClaims = ({ sample }: Probing, claims: Claims) => within(sample, {}, { token: { claims } });

/** Ways to send no token that is one; the emulator cannot know then whose settings count. */
async function headers(probing: Probing): Promise<Finding[]> {
  const { sample } = probing;
  const cases: [string, (token: string) => Record<string, string>, 'invalidCredentials' | 'notAJwt'][] = [
    ['errors.invalidCredentials', () => ({}), 'invalidCredentials'],
    ['errors.notAJwt', () => ({ auth: 'not-a-token' }), 'notAJwt'],
    ['tokens.header', (token) => ({ auth: `Bearer ${token}` }), 'notAJwt'],
    ['tokens.header', (token) => ({ authorization: token }), 'invalidCredentials'],
  ];
  const findings: Finding[] = [];
  for (const [row, make, name] of cases) {
    const outcome = await probing.ask(row, within(sample, {}, { headers: make }));
    findings.push(compare(row, outcome, name));
  }
  return findings;
}

function compare(row: string, outcome: Outcome, name: keyof typeof vendorErrors): Finding {
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  const isSame = outcome.kind === 'refused' && isSameError(outcome, vendorErrors[name]);
  return isSame ? same(row, describe(outcome)) : differs(row, describe(outcome));
}

/** How long ago a token may have expired, from the ages at which it is still accepted: seconds. */
const ages: readonly [age: number, skew: number][] = [
  [15, 30],
  [45, 60],
  [180, 300],
  [1000, 3600],
];

async function clockSkew(probing: Probing): Promise<Finding> {
  const row = 'tokens.clockSkew';
  let skew = 0;
  let said = 'none';
  for (const [age, atLeast] of ages) {
    const outcome = await probing.ask(
      row,
      withClaims(probing, (appId, now) => ({ appId, exp: now - age })),
    );
    if (probing.known.get('expiredTokens') === 'accept') continue;
    if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
    if (outcome.kind === 'refused') continue;
    skew = atLeast;
    said = `a token is accepted ${age} s after its exp; ${atLeast} s is a guess`;
  }
  const expired = probing.known.get('expiredTokens');
  if (expired !== 'refuse') {
    return notMeasured(
      row,
      expired
        ? 'tokens that have expired are accepted, however old'
        : 'it is not known whether old tokens are accepted',
    );
  }
  return found(probing, row, 'clockSkewSeconds', skew, said);
}

async function hs512(probing: Probing): Promise<Finding> {
  const row = 'tokens.otherAlgorithms';
  const outcome = await probing.ask(row, within(probing.sample, {}, { token: { alg: 'HS512' } }));
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  if (outcome.kind === 'answered')
    return same(row, 'HS512 is accepted: allow it in the app of the emulator too');
  noteError(probing, 'unacceptableToken', row, outcome);
  return same(row, 'HS512 is refused, as for an app that does not allow it');
}

export const tokenProbes: ProbeGroup = {
  name: 'tokens',
  run: async (probing) => {
    const refuse = {
      refused: 'refuse',
      error: 'unacceptableToken',
      answered: [['accept', anyAnswer]],
    } as const;
    const ask = (claims: Claims) => withClaims(probing, claims);
    const usual = (row: string, claims: Claims) => expectAnswer(probing, row, ask(claims), anyAnswer);
    return [
      ...(await headers(probing)),
      await usual('tokens.iss', (iss) => ({ iss })),
      await usual('tokens.clientId', (clientId) => ({ clientId })),
      await usual('tokens.otherClaims', (appId) => ({
        appId,
        aud: 'https://example.com',
        sub: 'somebody',
        iat: 1,
      })),
      await readChoice(probing, {
        row: 'tokens.koreIss',
        setting: 'koreIss',
        ask: ask((kore_iss) => ({ kore_iss })),
        ...refuse,
        error: null,
      }),
      await readChoice(probing, {
        row: 'tokens.claimOrder',
        setting: 'clientIdClaim',
        ask: ask((iss) => ({ appId: 'cs-00000000-0000-0000-0000-000000000000', iss })),
        refused: 'first',
        error: null,
        answered: [['any', anyAnswer]],
      }),
      await readChoice(probing, {
        row: 'tokens.exp',
        setting: 'expiredTokens',
        ask: ask((appId, now) => ({ appId, exp: now - day })),
        ...refuse,
      }),
      await clockSkew(probing),
      await readChoice(probing, {
        row: 'tokens.nbf',
        setting: 'earlyTokens',
        ask: ask((appId, now) => ({ appId, nbf: now + day })),
        ...refuse,
      }),
      await readChoice(probing, {
        row: 'tokens.noExp',
        setting: 'requireExp',
        ask: ask((appId) => ({ appId, exp: undefined })),
        refused: true,
        error: 'unacceptableToken',
        answered: [[false, anyAnswer]],
      }),
      await readChoice(probing, {
        row: 'tokens.expMilliseconds',
        setting: 'millisecondExp',
        ask: ask((appId, now) => ({ appId, exp: (now + 300) * 1000 })),
        ...refuse,
      }),
      await readChoice(probing, {
        row: 'tokens.timesNotNumbers',
        setting: 'unreadableTimes',
        ask: ask((appId) => ({ appId, exp: 'soon' })),
        refused: 'refuse',
        error: 'unacceptableToken',
        answered: [['ignore', anyAnswer]],
      }),
      await hs512(probing),
    ];
  },
};

/** With an admin app of the account. */
export const adminProbes: ProbeGroup = {
  name: 'admin app',
  run: async (probing) => {
    const { sample, hasAdmin } = probing;
    const rows = [
      'routes.account',
      'routes.adminOnBot',
      'errors.unknownBot',
      'query.callIdOnAccountRoute',
      'sessionId.invalid',
    ];
    if (!hasAdmin) return rows.map((row) => notMeasured(row, 'no admin app is given'));
    const all = sample.accountTotal;
    if (all === undefined) {
      return rows.map((row) => notMeasured(row, 'the sessions of the account were not shown'));
    }
    const isAll = ({ total }: { total: number }) => total === all;
    return [
      await expectAnswer(
        probing,
        'routes.account',
        within(sample, {}, { route: 'account', as: 'admin' }),
        isAll,
      ),
      await expectAnswer(
        probing,
        'routes.adminOnBot',
        within(sample, {}, { as: 'admin' }),
        ({ total }) => total === sample.rows.length,
      ),
      await expectRefusal(
        probing,
        'errors.unknownBot',
        within(sample, {}, { as: 'admin', botId: 'st-00000000-0000-0000-0000-000000000000' }),
        'unknownBot',
      ),
      await readChoice(probing, {
        row: 'query.callIdOnAccountRoute',
        setting: 'accountRouteCallId',
        ask: within(sample, {}, { route: 'account', as: 'admin', query: 'callId=no-such-call' }),
        answered: [
          ['ignore', isAll],
          ['filter', ({ total }) => total === 0],
        ],
      }),
      ...(await otherBots(probing)),
    ];
  },
};

async function otherBots(probing: Probing): Promise<Finding[]> {
  const { otherBotsId } = probing.sample;
  if (otherBotsId === undefined) return [];
  const ask = { body: { sessionId: [otherBotsId] } };
  return [await expectAnswer(probing, 'sessionId.invalid', ask, ({ total }) => total === 0)];
}
