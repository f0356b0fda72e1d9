import type { ReasonCode } from '../../../domain/refusal.ts';

/** What is looked at, in the vendor's order. */
export const checks = {
  route: 'Route and method',
  token: 'Token',
  scope: 'Scope',
  bot: 'Bot',
  faults: 'Faults',
  limits: 'Rate limits',
  request: 'Body and query',
  answer: 'Answer',
} as const;

export type Check = keyof typeof checks;

/** Which check gives which reason; the compiler asks for each. */
const checkOf: Readonly<Record<ReasonCode, Check>> = {
  path_unknown: 'route',
  method_not_allowed: 'route',
  auth_header_missing: 'token',
  auth_header_not_a_jwt: 'token',
  client_id_missing: 'token',
  client_unknown: 'token',
  account_expired: 'token',
  algorithm_not_allowed: 'token',
  public_key_missing: 'token',
  signature_invalid: 'token',
  token_expired: 'token',
  token_not_yet_valid: 'token',
  token_claim_invalid: 'token',
  exp_missing: 'token',
  jti_missing: 'token',
  jti_replayed: 'token',
  jti_exp_too_far: 'token',
  jwe_required: 'token',
  jwe_not_enabled: 'token',
  jwe_algorithm_not_supported: 'token',
  jwe_not_decryptable: 'token',
  jwe_payload_not_signed: 'token',
  builder_app_on_account_route: 'scope',
  scope_not_granted: 'scope',
  bot_not_linked: 'bot',
  bot_unknown: 'bot',
  fault_injected: 'faults',
  rate_limit_minute: 'limits',
  rate_limit_hour: 'limits',
  body_too_large: 'request',
  body_incomplete: 'request',
  body_not_json: 'request',
  body_not_an_object: 'request',
  body_field_invalid: 'request',
  query_parameter_invalid: 'request',
  session_ids_too_many: 'request',
  tags_too_many: 'request',
  date_invalid: 'request',
  window_reversed: 'request',
  window_too_long: 'request',
  page_cut: 'answer',
  store_unavailable: 'answer',
  internal_error: 'answer',
};

export type Outcome = 'passed' | 'refused' | 'not reached';

/** How far a request came; a reason that is new to this page refuses at no check. */
export function outcomesOf(code: string | undefined, status: number): [Check, Outcome][] {
  const refusedAt = status === 200 || code === undefined ? undefined : checkOf[code as ReasonCode];
  const names = Object.keys(checks) as Check[];
  const at = refusedAt === undefined ? names.length : names.indexOf(refusedAt);
  return names.map((name, index) => [name, index < at ? 'passed' : index === at ? 'refused' : 'not reached']);
}
