import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import type { Application } from '../http/application.ts';
import type { AfterResponse } from './after-response.ts';
import { fromHttpApi, isHttpApiEvent } from './events/http-api.ts';
import { fromRestApi, isRestApiEvent } from './events/rest-api.ts';
import { isScheduled } from './events/scheduled.ts';
import { handleExactly } from './exact-body.ts';

/** What a web-standard Request can be made of. */
function toRequestable(event: LambdaEvent): LambdaEvent {
  if (isHttpApiEvent(event)) return fromHttpApi(event);
  return isRestApiEvent(event) ? fromRestApi(event) : event;
}

/**
 * An application as a Lambda function behind an HTTP API or a REST API (payload formats 2.0 and 1.0).
 *
 * @param onSchedule what is done each time that a schedule calls the function
 */
export function createHandler(
  app: Application,
  afterResponse: AfterResponse,
  onSchedule?: () => Promise<void>,
) {
  const handler = handleExactly(app);
  return async (event: LambdaEvent, context?: LambdaContext) => {
    try {
      if (onSchedule && isScheduled(event)) return await onSchedule();
      return await handler(toRequestable(event), context);
    } finally {
      await afterResponse.answerReady(context?.awsRequestId ?? '');
    }
  };
}
