import { type Change, type RefusedChange, refusedChanges } from './change-set.ts';

export interface StackReference {
  /** The path by which the CDK command line knows it, such as `staging/data`. */
  readonly path: string;
  /** Its name in CloudFormation. */
  readonly name: string;
}

/** What the check asks of AWS. */
export interface ChangeSets {
  /** Whether a stack has ever been deployed. */
  isDeployed(stackName: string): Promise<boolean>;
  /** Has a change set made, and not executed. Throws `Failure` where that cannot be done. */
  prepare(stack: StackReference, changeSetName: string): Promise<void>;
  /** Every change of a change set; undefined where there is none, since nothing would change. */
  read(stackName: string, changeSetName: string): Promise<readonly Change[] | undefined>;
  remove(stackName: string, changeSetName: string): Promise<void>;
}

export interface StackReport {
  readonly stack: StackReference;
  /** `new` stacks have nothing to lose, and are not prepared. */
  readonly state: 'new' | 'unchanged' | 'changed';
  /** How many resources would change. */
  readonly changes: number;
  readonly refusals: readonly RefusedChange[];
}

/**
 * Prepares the change sets of stacks, tells which changes must not be made, and removes the change sets.
 *
 * @param allowed logical ids of resources whose loss is wanted
 * @throws Failure where a change set cannot be prepared
 */
export async function checkStacks(
  stacks: readonly StackReference[],
  changeSets: ChangeSets,
  changeSetName: string,
  allowed: ReadonlySet<string> = new Set(),
): Promise<StackReport[]> {
  const reports: StackReport[] = [];
  for (const stack of stacks) {
    if (!(await changeSets.isDeployed(stack.name))) {
      reports.push({ stack, state: 'new', changes: 0, refusals: [] });
      continue;
    }
    await changeSets.prepare(stack, changeSetName);
    const changes = await changeSets.read(stack.name, changeSetName).catch(async (error: unknown) => {
      // Why it could not be read says more than why it could not be removed.
      await changeSets.remove(stack.name, changeSetName).catch(() => undefined);
      throw error;
    });
    if (changes) await changeSets.remove(stack.name, changeSetName);
    if (!changes || changes.length === 0) {
      reports.push({ stack, state: 'unchanged', changes: 0, refusals: [] });
      continue;
    }
    const refusals = refusedChanges(changes).filter(({ logicalId }) => !allowed.has(logicalId));
    reports.push({ stack, state: 'changed', changes: changes.length, refusals });
  }
  return reports;
}

/** What a check found, for people: a line for each stack, and one for each change that must not be made. */
export function describeReports(reports: readonly StackReport[]): string[] {
  return reports.flatMap(({ stack, state, changes, refusals }) => [
    `${stack.name}: ${stateOf(state, changes)}`,
    ...refusals.map(({ message }) => `  refused: ${message}`),
  ]);
}

function stateOf(state: StackReport['state'], changes: number): string {
  if (state === 'new') return 'not deployed yet, nothing to lose';
  if (state === 'unchanged') return 'no change';
  return `${changes} ${changes === 1 ? 'resource changes' : 'resources change'}`;
}
