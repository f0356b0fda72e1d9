import type { VendorError } from '../../../../functions/domain/vendor-errors.ts';

/** What AWS answers in place of the functions, near to how the vendor would. */
export interface GatewayAnswer extends VendorError {
  /** The status that AWS has for it stays. */
  readonly keepStatus?: true;
  /** What stands in `x-emulator-reason`: a code, a colon and a sentence without apostrophes. */
  readonly reason: string;
}

export const forbidden = { status: 403, msg: 'Forbidden', code: 403 };

/** A request that a rule of AWS WAF has blocked. */
export const blocked: GatewayAnswer = {
  ...forbidden,
  reason: 'gateway_blocked: AWS WAF blocked the request; its metrics name the rule.',
};

/** An answer's body, in the shape of the vendor's errors. */
export function bodyOf({ msg, code }: VendorError): string {
  return JSON.stringify({ errors: [{ msg, code }] });
}
