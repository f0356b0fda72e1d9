import { statefulTypes } from './stateful.ts';

/** As much of CloudFormation's ResourceChange as the guard reads. */
export interface ResourceChange {
  readonly Action?: string | undefined;
  readonly LogicalResourceId?: string | undefined;
  readonly ResourceType?: string | undefined;
  readonly Replacement?: string | undefined;
  readonly PolicyAction?: string | undefined;
  readonly Details?: readonly ChangeDetail[] | undefined;
}

interface ChangeDetail {
  readonly Target?:
    | { readonly Name?: string | undefined; readonly RequiresRecreation?: string | undefined }
    | undefined;
}

/** A change as `DescribeChangeSet` lists it. */
export interface Change {
  readonly ResourceChange?: ResourceChange | undefined;
}

export interface RefusedChange {
  readonly logicalId: string;
  /** What would happen, and why it must not, in a sentence. */
  readonly message: string;
}

/**
 * The changes of a change set that would remove, replace or renew a stateful resource, or that might.
 *
 * @param changes all pages of `Changes` of the change set
 */
export function refusedChanges(changes: readonly Change[]): RefusedChange[] {
  return changes.flatMap(({ ResourceChange: change }) => {
    const { ResourceType = '', LogicalResourceId: logicalId = '?' } = change ?? {};
    const stateful = statefulTypes[ResourceType];
    const fate = change && stateful && fateOf(change, stateful.renewing ?? []);
    if (!fate) return [];
    return [{ logicalId, message: `${logicalId} (${ResourceType}) ${fate}: ${stateful.loss}.` }];
  });
}

/** What the change does to the resource that it must not; undefined where it does no harm. */
function fateOf(change: ResourceChange, renewing: readonly string[]): string | undefined {
  const { Action, Replacement, PolicyAction = '' } = change;
  if (Action === 'Remove') {
    return PolicyAction === 'Retain' ? 'would leave its stack, and be used no more' : 'would be removed';
  }
  if (Replacement === 'True') return `would be replaced${because(change, recreates)}`;
  if (Replacement === 'Conditional') return `might be replaced${because(change, recreates)}`;
  if (PolicyAction.startsWith('ReplaceAnd')) return 'would be replaced';
  if (Action === 'Dynamic') return 'might be replaced, which CloudFormation cannot tell beforehand';
  const renews = ({ Target }: ChangeDetail) => renewing.includes(Target?.Name ?? '');
  if (change.Details?.some(renews)) return `would be made anew${because(change, renews)}`;
  return undefined;
}

const recreates = ({ Target }: ChangeDetail): boolean =>
  Target?.RequiresRecreation === 'Always' || Target?.RequiresRecreation === 'Conditionally';

function because({ Details = [] }: ResourceChange, matters: (detail: ChangeDetail) => boolean): string {
  const names = Details.filter(matters).flatMap(({ Target }) => Target?.Name ?? []);
  return names.length === 0 ? '' : `, because of a change of ${[...new Set(names)].join(' and ')}`;
}
