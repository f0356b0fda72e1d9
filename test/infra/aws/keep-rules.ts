import { CloudFormationValidatePlugin } from 'aws-cdk-lib';
import recorded from './logical-ids.json' with { type: 'json' };

/*
 * The CDK checks templates by an engine of rules, and makes it anew, which takes longer than most tests, whenever a
 * template has a type of resource that the one before had not. Here it has the rules of the types that our templates
 * have from the beginning, and keeps those of every other type that it has seen.
 */

interface WithEngine {
  initializeEngine: (types: ReadonlySet<string>) => unknown;
}

const plugin = CloudFormationValidatePlugin.prototype as unknown as WithEngine;
const { initializeEngine } = plugin;
if (typeof initializeEngine !== 'function') {
  throw new Error(
    'This version of the CDK makes its rules in another way: see whether they still have to be kept.',
  );
}

const seen = new Set<string>(recorded.flatMap(({ resources }) => Object.values(resources)));

// This is run before each file of tests, in the same process.
if (initializeEngine.name !== keepingRules.name) plugin.initializeEngine = keepingRules;

function keepingRules(this: unknown, types: ReadonlySet<string>): unknown {
  for (const type of types) seen.add(type);
  return initializeEngine.call(this as WithEngine, new Set(seen));
}
