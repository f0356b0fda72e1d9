import type { TokenFacts } from '../../domain/journal.ts';
import { describeClientId, namedClientId } from './client-id.ts';
import type { DecodedToken } from './compact.ts';

const times = ['iat', 'nbf', 'exp'] as const;
const mostNames = 20;

/**
 * What a token says, as the journal may keep it: no part of its signature, and of its claims only those of time, the
 * client id where it looks like one, and the names of all.
 *
 * @param cleaned a text of the client's without what must not be kept
 */
export function tokenFacts({ header, claims }: DecodedToken, cleaned: (text: string) => string): TokenFacts {
  const { alg } = header;
  const clientId = namedClientId(claims);
  const given = times.flatMap((name) => {
    const value: unknown = claims[name];
    return typeof value === 'number' ? [[name, value] as const] : [];
  });
  return {
    ...(typeof alg === 'string' && /^[\w+-]{1,20}$/.test(alg) ? { algorithm: cleaned(alg) } : {}),
    ...(clientId === undefined ? {} : { clientId: cleaned(describeClientId(clientId)) }),
    ...Object.fromEntries(given),
    claims: Object.keys(claims)
      .slice(0, mostNames)
      .map((name) => (/^[\w.:/-]{1,60}$/.test(name) ? cleaned(name) : '...')),
  };
}
