import { vendorErrors } from '../../functions/domain/vendor-errors.ts';
import { expectedAnswer, type ModelAccount, ModelRefusal, type ModelRequest } from './model.ts';

/** Status and body that the model expects. */
export function expectedResponse(
  account: ModelAccount,
  request: ModelRequest,
): { status: number; body: string } {
  try {
    return { status: 200, body: JSON.stringify(expectedAnswer(account, request)) };
  } catch (error) {
    if (!(error instanceof ModelRefusal)) throw error;
    const { status, msg, code } = vendorErrors[error.kind];
    return { status, body: JSON.stringify({ errors: [{ msg, code }] }) };
  }
}
