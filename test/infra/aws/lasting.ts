import { isDeepStrictEqual } from 'node:util';
import { type StatefulType, statefulTypes } from '../../../infra/aws/guard/stateful.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** As much of a CloudFormation template as the comparison reads. */
export interface ResourceTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** What must stay as it is of one resource. */
export interface Lasting {
  readonly type: string;
  /** The properties that decide whether it stays, those that are not set left out. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** By logical id: CloudFormation takes a resource with another id for another resource. */
export type LastingResources = Readonly<Record<string, Lasting>>;

/** The resources of a template that must stay, and what they must keep for that. */
export function lastingResources({ Resources }: ResourceTemplate): LastingResources {
  const found = Object.entries(Resources).flatMap(([logicalId, { Type, Properties = {} }]) => {
    const stateful = statefulTypes[Type];
    if (!stateful) return [];
    const decisive = [...wholeProperties(stateful), ...(stateful.fixedDefinitions ?? [])];
    const properties = Object.fromEntries(
      decisive.filter((name) => Properties[name] !== undefined).map((name) => [name, Properties[name]]),
    );
    return [[logicalId, { type: Type, properties }] as const];
  });
  return Object.fromEntries(found);
}

/**
 * Compares what a template must keep with what it has.
 *
 * @returns a sentence for each difference, none where the template may be deployed
 */
export function compareLasting(recorded: LastingResources, template: ResourceTemplate): string[] {
  const present = lastingResources(template);
  const lost = Object.entries(recorded).flatMap(([logicalId, before]) =>
    differences(logicalId, before, present[logicalId]),
  );
  const added = Object.entries(present)
    .filter(([logicalId]) => !(logicalId in recorded))
    .map(
      ([logicalId, { type }]) =>
        `${logicalId} (${type}) is new: record it, so that it is watched from now on.`,
    );
  return [...lost, ...added];
}

function differences(logicalId: string, before: Lasting, after: Lasting | undefined): string[] {
  const stateful = statefulTypes[before.type];
  if (!stateful) return [`${logicalId} (${before.type}) is recorded, but is not of a type that is watched.`];
  const named = `${logicalId} (${before.type})`;
  if (after?.type !== before.type) {
    return [
      `${named} would be removed, because the template has no such resource any more: ${stateful.loss}. ` +
        'Logical ids are made from the ids of the constructs: has one been renamed or moved?',
    ];
  }
  const differs = (name: string): boolean =>
    stateful.fixedDefinitions?.includes(name)
      ? hasEdited(before.properties[name], after.properties[name])
      : !isDeepStrictEqual(before.properties[name], after.properties[name]);
  return [...wholeProperties(stateful), ...(stateful.fixedDefinitions ?? [])].filter(differs).map((name) => {
    const what = stateful.renewing?.includes(name) ? 'made anew' : 'replaced';
    return `${named} would be ${what}, because its ${name} differs: ${stateful.loss}.`;
  });
}

/** The properties in which any difference matters. */
function wholeProperties({ replacing, renewing = [] }: StatefulType): readonly string[] {
  return [...replacing, ...renewing];
}

/** Whether a definition that is in both lists is not the same in both. */
function hasEdited(before: unknown, after: unknown): boolean {
  const byName = new Map(definitionsOf(after).map((definition) => [definition.AttributeName, definition]));
  return definitionsOf(before).some((definition) => {
    const now = byName.get(definition.AttributeName);
    return now !== undefined && !isDeepStrictEqual(definition, now);
  });
}

function definitionsOf(value: unknown): { AttributeName?: unknown }[] {
  return Array.isArray(value) ? value : [];
}
