import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { vendorErrors } from '../../../../functions/domain/vendor-errors.ts';
import { blocked, bodyOf, forbidden, type GatewayAnswer } from './gateway-answer.ts';

const answers = {
  blocked,
  throttled: {
    ...vendorErrors.rateLimitMinute,
    reason:
      'gateway_throttled: More requests came from this address in five minutes than the deployment takes.',
  },
  networkNotAllowed: {
    ...forbidden,
    reason: 'gateway_network_not_allowed: The deployment takes requests from its allowed networks only.',
  },
} as const satisfies Record<string, GatewayAnswer>;

/** The bodies that `answerOf` names. */
export const customResponseBodies: Record<string, CfnWebACL.CustomResponseBodyProperty> = Object.fromEntries(
  Object.entries(answers).map(([name, answer]) => [
    name,
    { contentType: 'APPLICATION_JSON', content: bodyOf(answer) },
  ]),
);

/**
 * The custom response of a rule that blocks. Rules of AWS's own groups cannot have one; the API's gateway response
 * stands in for them. (AWS WAF: custom responses take precedence over what the protected resource defines.)
 */
export function answerOf(name: keyof typeof answers): CfnWebACL.CustomResponseProperty {
  const { status, reason } = answers[name];
  return {
    responseCode: status,
    customResponseBodyKey: name,
    responseHeaders: [{ name: 'x-emulator-reason', value: reason }],
  };
}
