import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { vendorErrors } from '../../../../functions/domain/vendor-errors.ts';
import { blocked, bodyOf, forbidden, type GatewayAnswer } from './gateway-answer.ts';

const answers: readonly (readonly [ResponseType, GatewayAnswer])[] = [
  [
    ResponseType.THROTTLED,
    {
      ...vendorErrors.rateLimitMinute,
      reason:
        'gateway_throttled: More requests came at once than the throttle of the deployment lets through.',
    },
  ],
  [ResponseType.WAF_FILTERED, blocked],
  [
    ResponseType.ACCESS_DENIED,
    {
      ...forbidden,
      reason:
        'gateway_network_not_allowed: The deployment takes requests from its VPC or its VPC endpoints only.',
    },
  ],
  [
    ResponseType.REQUEST_TOO_LARGE,
    {
      status: 413,
      msg: 'Payload Too Large',
      code: 413,
      reason:
        'gateway_body_too_large: API Gateway takes 10 MB and Lambda about 4.5 MB: send the body in parts.',
    },
  ],
  // What API Gateway says of a method that no route can have.
  [
    ResponseType.MISSING_AUTHENTICATION_TOKEN,
    {
      ...vendorErrors.methodNotAllowed,
      reason: 'gateway_method_not_allowed: API Gateway hands no request with this method on. Use POST.',
    },
  ],
  [
    ResponseType.DEFAULT_4XX,
    {
      status: 400,
      msg: 'Bad Request',
      code: 400,
      keepStatus: true,
      reason:
        'gateway_refused: API Gateway refused the request before the emulator saw it; its access log says why.',
    },
  ],
  [
    ResponseType.DEFAULT_5XX,
    {
      ...vendorErrors.internal,
      keepStatus: true,
      reason:
        'gateway_failed: The function failed or took more than 29 seconds; the access log and its log say how.',
    },
  ],
];

/**
 * Has the API word its own refusals as the vendor would: what API Gateway refuses never reaches a function. One answer
 * holds for every path, so the control API's callers see this shape as well. (AWS: API Gateway gateway responses.)
 */
export function addGatewayResponses(api: RestApi): void {
  for (const [type, { status, keepStatus, reason, ...error }] of answers) {
    api.addGatewayResponse(type.responseType, {
      type,
      ...(keepStatus ? {} : { statusCode: String(status) }),
      responseHeaders: { 'x-emulator-reason': `'${reason}'` },
      templates: { 'application/json': bodyOf({ status, ...error }) },
    });
  }
}
