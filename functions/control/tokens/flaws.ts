import type { App } from '../../domain/account.ts';
import type { ReasonCode } from '../../domain/refusal.ts';
import type { AccountSettings } from '../../domain/settings.ts';

/** A property of the app or the account that a flaw needs, and what to change where it is missing. */
const needs = {
  enforceJti: [({ enforceJti }: App) => enforceJti, 'needs an app with enforceJti'],
  enforceJwe: [({ enforceJwe }: App) => enforceJwe, 'needs an app with enforceJwe'],
  noJwe: [({ enforceJwe }: App) => !enforceJwe, 'needs an app without enforceJwe'],
  requireExp: [
    (_: App, { requireExp }: AccountSettings) => requireExp,
    'needs an account with the setting requireExp',
  ],
} as const;

interface Flaw {
  /** What the vendor's routes refuse such a token for. */
  reason: ReasonCode;
  needs?: keyof typeof needs;
  /** Whether it only shows on a token whose signature is good. */
  signed?: true;
}

/** The ways in which a token can be bad, each with the reason code that it promises. */
export const flaws = {
  expired: { reason: 'token_expired', signed: true },
  notYetValid: { reason: 'token_not_yet_valid', signed: true },
  expMissing: { reason: 'exp_missing', needs: 'requireExp', signed: true },
  wrongSignature: { reason: 'signature_invalid' },
  secretBase64Decoded: { reason: 'signature_invalid', signed: true },
  wrongAlgorithm: { reason: 'algorithm_not_allowed' },
  algNone: { reason: 'algorithm_not_allowed' },
  unknownClient: { reason: 'client_unknown' },
  noClientId: { reason: 'client_id_missing' },
  malformed: { reason: 'auth_header_not_a_jwt' },
  jtiMissing: { reason: 'jti_missing', needs: 'enforceJti', signed: true },
  jtiExpiryTooFar: { reason: 'jti_exp_too_far', needs: 'enforceJti', signed: true },
  jtiReplayed: { reason: 'jti_replayed', needs: 'enforceJti', signed: true },
  notEncrypted: { reason: 'jwe_required', needs: 'enforceJwe' },
  encrypted: { reason: 'jwe_not_enabled', needs: 'noJwe' },
  encryptedNotSigned: { reason: 'jwe_payload_not_signed', needs: 'enforceJwe' },
  wrongEncryptionKey: { reason: 'jwe_not_decryptable', needs: 'enforceJwe' },
  wrongEncryptionAlgorithm: { reason: 'jwe_algorithm_not_supported', needs: 'enforceJwe' },
} as const satisfies Record<string, Flaw>;

export type FlawName = keyof typeof flaws;

export const flawNames = Object.keys(flaws) as FlawName[];

/** Why a token of this app cannot have the flaw and be refused for it; undefined where it can. */
export function misfitOf(name: FlawName, app: App, settings: AccountSettings): string | undefined {
  const flaw: Flaw = flaws[name];
  if (flaw.needs === undefined) return undefined;
  const [isMet, otherwise] = needs[flaw.needs];
  return isMet(app, settings) ? undefined : otherwise;
}

/** Whether a token with the flaw, or one without any, must carry a signature that the app accepts. */
export function needsSignature(name: FlawName | undefined): boolean {
  if (name === undefined) return true;
  const flaw: Flaw = flaws[name];
  return flaw.signed === true;
}
