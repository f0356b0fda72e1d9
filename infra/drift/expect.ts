import type { VendorErrorName } from '../../functions/domain/vendor-errors.ts';
import type { Ask } from '../real-api/ask.ts';
import type { Answered } from '../real-api/outcome.ts';
import { describe } from './choice.ts';
import { differs, type Finding, notMeasured, same } from './finding.ts';
import { noteError, type Probing } from './run-context.ts';

/** Asks once, and expects an answer that passes a test; no setting changes it. */
export async function expectAnswer(
  { ask }: Probing,
  row: string,
  request: Ask,
  fits: (answer: Answered) => boolean,
): Promise<Finding> {
  const outcome = await ask(row, request);
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  const isSame = outcome.kind === 'answered' && fits(outcome);
  return isSame ? same(row, describe(outcome)) : differs(row, describe(outcome));
}

/** Asks once, and expects a refusal, which is compared with the others of its kind; no setting lets it pass. */
export async function expectRefusal(
  probing: Probing,
  row: string,
  request: Ask,
  name: VendorErrorName,
): Promise<Finding> {
  const outcome = await probing.ask(row, request);
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  if (outcome.kind === 'answered') return differs(row, describe(outcome));
  noteError(probing, name, row, outcome);
  return same(row, describe(outcome));
}
