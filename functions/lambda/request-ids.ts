/** What Hono passes on of the event and the context of an invocation. */
interface LambdaBindings {
  lambdaContext?: { awsRequestId?: unknown };
  requestContext?: { requestId?: unknown };
}

/**
 * The ids by which the lines of a request are found: Lambda's own, and the one that API Gateway's access log has.
 *
 * @param given what Hono has in `env`; an id that is not in it is left out
 */
export function requestIds(given: unknown): { requestId?: string; apiGatewayRequestId?: string } {
  if (typeof given !== 'object' || given === null) return {};
  const { lambdaContext, requestContext }: LambdaBindings = given;
  const requestId = lambdaContext?.awsRequestId;
  const apiGatewayRequestId = requestContext?.requestId;
  return {
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(typeof apiGatewayRequestId === 'string' ? { apiGatewayRequestId } : {}),
  };
}
