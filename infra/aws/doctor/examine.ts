import { checkBootstrap } from './check-bootstrap.ts';
import { checkConcurrency } from './check-concurrency.ts';
import { checkDelegation } from './check-delegation.ts';
import { checkGitHub } from './check-github.ts';
import { checkLogRole } from './check-log-role.ts';
import { checkSeed } from './check-seed.ts';
import type { Check, Finding, Patient } from './finding.ts';

/** What a deployment cannot do without, and is asked quickly. */
export const quickChecks: readonly Check[] = [checkBootstrap, checkLogRole, checkSeed];

/** All that can be told before a first deployment. */
export const allChecks: readonly Check[] = [
  checkBootstrap,
  checkConcurrency,
  checkLogRole,
  checkDelegation,
  checkGitHub,
  checkSeed,
];

/**
 * Looks at an account before an environment is deployed into it.
 *
 * @throws Failure where AWS cannot be asked
 */
export async function examine(patient: Patient, checks: readonly Check[]): Promise<Finding[]> {
  const findings = await Promise.all(checks.map((check) => check(patient)));
  return findings.filter((finding) => finding !== undefined);
}
