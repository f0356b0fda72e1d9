import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { answerOf } from './web-acl-answers.ts';

/** A rule without its priority, which is its place in the list. */
export type WebAclRule = Omit<CfnWebACL.RuleProperty, 'priority'>;

/** Rules of the common rule set that look into bodies, and the labels they put on what they match. */
const bodyRules = [
  ['SizeRestrictions_BODY', 'SizeRestrictions_Body'],
  ['CrossSiteScripting_BODY', 'CrossSiteScripting_Body'],
  ['GenericLFI_BODY', 'GenericLFI_Body'],
  ['GenericRFI_BODY', 'GenericRFI_Body'],
  ['EC2MetaDataSSRF_BODY', 'EC2MetaDataSSRF_Body'],
] as const;

export function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}

/** Blocks an address that asks more than so often within five minutes, with the vendor's own 429. */
export function requestRate(limit: number): WebAclRule {
  return {
    name: 'request-rate',
    statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', evaluationWindowSec: 300 } },
    action: { block: { customResponse: answerOf('throttled') } },
    visibilityConfig: visible('request-rate'),
  };
}

/**
 * AWS's common rule set. What it finds in bodies is only counted here, and blocked by `bodiesOutside`: imports
 * are longer than 8 KB and hold whatever testers write. A client without User-Agent is one that the vendor serves.
 */
export function commonRules(): WebAclRule {
  const counted = [...bodyRules.map(([name]) => name), 'NoUserAgent_HEADER'];
  return {
    name: 'common',
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: 'AWSManagedRulesCommonRuleSet',
        ruleActionOverrides: counted.map((name) => ({ name, actionToUse: { count: {} } })),
      },
    },
    overrideAction: { none: {} },
    visibilityConfig: visible('common'),
  };
}

/** Blocks bodies that the common rule set has labelled, but not where the path begins like one of the exempt ones. */
export function bodiesOutside(exempt: readonly string[]): WebAclRule {
  const labelled = bodyRules.map(([, label]) => ({
    labelMatchStatement: { scope: 'LABEL', key: `awswaf:managed:aws:core-rule-set:${label}` },
  }));
  const isExempt = exempt.map((searchString) => ({
    byteMatchStatement: {
      searchString,
      fieldToMatch: { uriPath: {} },
      positionalConstraint: 'STARTS_WITH',
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  }));
  return {
    name: 'bodies',
    statement: {
      andStatement: {
        statements: [
          { orStatement: { statements: labelled } },
          { notStatement: { statement: { orStatement: { statements: isExempt } } } },
        ],
      },
    },
    action: { block: { customResponse: answerOf('blocked') } },
    visibilityConfig: visible('bodies'),
  };
}

/** AWS's rules against requests that are known to be attacks. */
export function badInputs(): WebAclRule {
  return {
    name: 'bad-inputs',
    statement: {
      managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesKnownBadInputsRuleSet' },
    },
    overrideAction: { none: {} },
    visibilityConfig: visible('bad-inputs'),
  };
}
