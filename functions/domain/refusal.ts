import type { VendorErrorName } from './vendor-errors.ts';

/**
 * Why the emulator refused, or held rows back, in full. The vendor's wire says less on purpose; this goes to the
 * `x-emulator-reason` header and the log. Codes are stable: tests may assert on them.
 */
export type ReasonCode =
  | 'path_unknown'
  | 'method_not_allowed'
  | 'auth_header_missing'
  | 'auth_header_not_a_jwt'
  | 'client_id_missing'
  | 'client_unknown'
  | 'account_expired'
  | 'algorithm_not_allowed'
  | 'public_key_missing'
  | 'signature_invalid'
  | 'token_expired'
  | 'token_not_yet_valid'
  | 'token_claim_invalid'
  | 'exp_missing'
  | 'jti_missing'
  | 'jti_replayed'
  | 'jti_exp_too_far'
  | 'jwe_required'
  | 'jwe_not_enabled'
  | 'jwe_algorithm_not_supported'
  | 'jwe_not_decryptable'
  | 'jwe_payload_not_signed'
  | 'builder_app_on_account_route'
  | 'scope_not_granted'
  | 'bot_not_linked'
  | 'bot_unknown'
  | 'body_too_large'
  | 'body_incomplete'
  | 'body_not_json'
  | 'body_not_an_object'
  | 'body_field_invalid'
  | 'query_parameter_invalid'
  | 'session_ids_too_many'
  | 'tags_too_many'
  | 'date_invalid'
  | 'window_reversed'
  | 'window_too_long'
  | 'rate_limit_minute'
  | 'rate_limit_hour'
  | 'fault_injected'
  | 'page_cut'
  | 'store_unavailable'
  | 'internal_error';

export interface Reason {
  code: ReasonCode;
  /** One sentence or two for people; holds no secret and no token. */
  text: string;
}

/** Thrown where a request is refused; `error` names the row of the vendor's error table to answer with. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly error: VendorErrorName;
  readonly reason: Reason;

  constructor(error: VendorErrorName, code: ReasonCode, text: string) {
    super(text);
    this.error = error;
    this.reason = { code, text };
  }
}
