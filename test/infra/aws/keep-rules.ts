import { CloudFormationValidatePlugin } from 'aws-cdk-lib';

/*
 * The CDK checks templates by an engine of rules, and makes it anew, which takes longer than most tests, whenever a
 * template has a type of resource that the one before had not. Here it keeps the rules of every type that it has seen.
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

const seen = new Set<string>();
plugin.initializeEngine = function (types) {
  for (const type of types) seen.add(type);
  return initializeEngine.call(this, new Set(seen));
};
