import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import type { Answering } from '../http/application.ts';
import type { AfterResponse } from './after-response.ts';
import { NoRequestError, requestOf } from './events/request.ts';
import { isScheduled } from './events/scheduled.ts';
import { type Result, resultOf } from './result.ts';

/**
 * What answers requests as a Lambda function behind an HTTP API or a REST API (payload formats 2.0 and 1.0). It is
 * passed the event, and its and the invocation's context, beside each request.
 *
 * @param onSchedule what is done each time that a schedule calls the function
 */
export function createHandler(
  reply: Answering,
  afterResponse: AfterResponse,
  onSchedule?: () => Promise<void>,
) {
  return async (event: LambdaEvent, lambdaContext?: LambdaContext): Promise<Result | undefined> => {
    try {
      if (onSchedule && isScheduled(event)) {
        await onSchedule();
        return undefined;
      }
      const { requestContext } = event;
      return resultOf(event, await reply(requestOf(event), { event, requestContext, lambdaContext }));
    } catch (error) {
      if (error instanceof NoRequestError) return badRequest(error);
      throw error;
    } finally {
      await afterResponse.answerReady(lambdaContext?.awsRequestId ?? '');
    }
  };
}

const badRequest = ({ message }: NoRequestError): Result => ({
  statusCode: 400,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: message,
  isBase64Encoded: false,
});
