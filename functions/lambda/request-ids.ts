/** What is passed on of the event and the context of an invocation. */
interface LambdaBindings {
  lambdaContext?: { awsRequestId?: unknown };
  requestContext?: { requestId?: unknown };
}

/**
 * The ids by which the lines of a request are found: Lambda's own, and the one that API Gateway's access log has.
 *
 * @param bindings what is passed beside a request; an id that is not in it is left out
 */
export function requestIds(bindings: unknown): { requestId?: string; apiGatewayRequestId?: string } {
  if (typeof bindings !== 'object' || bindings === null) return {};
  const { lambdaContext, requestContext }: LambdaBindings = bindings;
  const requestId = lambdaContext?.awsRequestId;
  const apiGatewayRequestId = requestContext?.requestId;
  return {
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(typeof apiGatewayRequestId === 'string' ? { apiGatewayRequestId } : {}),
  };
}
