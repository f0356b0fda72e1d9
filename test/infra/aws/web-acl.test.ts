import { describe, expect, test } from 'vitest';
import { guarded } from './exposures.ts';
import { synthesize } from './synthesize.ts';

interface Rule {
  Name: string;
  Priority: number;
  Action?: { Block?: { CustomResponse?: Record<string, unknown> }; Allow?: object };
  OverrideAction?: object;
  Statement: Record<string, Record<string, unknown>>;
}

/** Any of some labels. */
interface LabelStatement {
  OrStatement: { Statements: { LabelMatchStatement: { Key: string } }[] };
}

/** None of some paths. */
interface PathStatement {
  NotStatement: {
    Statement: { OrStatement: { Statements: { ByteMatchStatement: Record<string, unknown> }[] } };
  };
}

const { protected: open, networks } = guarded;
const templates = { open: synthesize(open).api, networks: synthesize(networks).api };

function webAclOf(which: keyof typeof templates) {
  const [webAcl, ...others] = Object.values(templates[which].findResources('AWS::WAFv2::WebACL'));
  expect(others).toEqual([]);
  const properties = webAcl?.['Properties'];
  const rules = properties.Rules as Rule[];
  const rule = (name: string): Rule => {
    const found = rules.find(({ Name }) => Name === name);
    if (!found) throw new Error(`The web ACL has no rule ${name}.`);
    return found;
  };
  return { properties, rules, rule };
}

describe('the web ACL of a protected environment', () => {
  test('guards the stage of the REST API', () => {
    const [association] = Object.values(templates.open.findResources('AWS::WAFv2::WebACLAssociation'));
    const arn = JSON.stringify(association?.['Properties'].ResourceArn);
    expect(arn).toMatch(/:apigateway:.*::\/restapis\/.*RestApi79D61EE8.*\/stages\/.*DeploymentStagelive/);
    expect(webAclOf('open').properties.Scope).toBe('REGIONAL');
  });

  test('looks at the rate first, and lets nobody in before all rules that block', () => {
    const names = (which: keyof typeof templates) =>
      webAclOf(which)
        .rules.toSorted((a, b) => a.Priority - b.Priority)
        .map(({ Name }) => Name);
    expect(names('open')).toEqual(['request-rate', 'common', 'bodies', 'bad-inputs']);
    expect(names('networks')).toEqual(['request-rate', 'common', 'bodies', 'bad-inputs', 'allowed-networks']);
  });

  test('answers 429 in the vendor’s words to an address that asks too often', () => {
    for (const [which, limit] of [
      ['open', 10_000],
      ['networks', 500],
    ] as const) {
      const { rule, properties } = webAclOf(which);
      expect(rule('request-rate').Statement).toEqual({
        RateBasedStatement: { Limit: limit, AggregateKeyType: 'IP', EvaluationWindowSec: 300 },
      });
      const answer = rule('request-rate').Action?.Block?.CustomResponse;
      expect(answer).toMatchObject({ ResponseCode: 429 });
      const body = JSON.parse(
        properties.CustomResponseBodies[String(answer?.['CustomResponseBodyKey'])].Content,
      );
      expect(body).toEqual({ errors: [{ code: 429, msg: expect.stringMatching(/per-minute rate limit/) }] });
    }
  });

  test('has AWS’s common rules and bad inputs, which keep their own actions', () => {
    for (const [name, group] of [
      ['common', 'AWSManagedRulesCommonRuleSet'],
      ['bad-inputs', 'AWSManagedRulesKnownBadInputsRuleSet'],
    ] as const) {
      const rule = webAclOf('open').rule(name);
      expect(rule.OverrideAction).toEqual({ None: {} });
      expect(rule.Statement['ManagedRuleGroupStatement']).toMatchObject({ VendorName: 'AWS', Name: group });
    }
  });

  test('counts what the common rules find in bodies, and blocks it but for the control API', () => {
    const { rule } = webAclOf('open');
    const counted = rule('common').Statement['ManagedRuleGroupStatement']?.['RuleActionOverrides'] as {
      Name: string;
      ActionToUse: object;
    }[];
    expect(counted.every(({ ActionToUse }) => 'Count' in ActionToUse)).toBe(true);
    const bodyRules = counted.map(({ Name }) => Name).filter((name) => name.endsWith('_BODY'));
    expect(bodyRules).toContain('SizeRestrictions_BODY');
    expect(counted.length - bodyRules.length).toBe(1);
    expect(counted.map(({ Name }) => Name)).toContain('NoUserAgent_HEADER');

    const { AndStatement } = rule('bodies').Statement as unknown as {
      AndStatement: { Statements: [LabelStatement, PathStatement] };
    };
    const [found, elsewhere] = AndStatement.Statements;
    const labels = found.OrStatement.Statements.map(({ LabelMatchStatement }) => LabelMatchStatement.Key);
    expect(labels.map((label) => label.toLowerCase()).sort()).toEqual(
      bodyRules.map((name) => `awswaf:managed:aws:core-rule-set:${name}`.toLowerCase()).sort(),
    );
    const paths = elsewhere.NotStatement.Statement.OrStatement.Statements.map(
      ({ ByteMatchStatement: { SearchString, PositionalConstraint, FieldToMatch } }) => {
        expect({ PositionalConstraint, FieldToMatch }).toEqual({
          PositionalConstraint: 'STARTS_WITH',
          FieldToMatch: { UriPath: {} },
        });
        return SearchString;
      },
    );
    expect(paths).toEqual(['/live/_emulator/', '/_emulator/']);
    expect(rule('bodies').Action?.Block?.CustomResponse).toMatchObject({ ResponseCode: 403 });
  });

  test('lets everyone in where no networks are listed, and else those only', () => {
    expect(webAclOf('open').properties.DefaultAction).toEqual({ Allow: {} });
    templates.open.resourceCountIs('AWS::WAFv2::IPSet', 0);

    const { properties, rule } = webAclOf('networks');
    expect(properties.DefaultAction).toMatchObject({ Block: { CustomResponse: { ResponseCode: 403 } } });
    expect(rule('allowed-networks').Action).toEqual({ Allow: {} });
    const sets = Object.values(templates.networks.findResources('AWS::WAFv2::IPSet')).map(
      ({ Properties: { IPAddressVersion, Addresses, Scope } }) => ({ IPAddressVersion, Addresses, Scope }),
    );
    expect(sets).toEqual([
      { IPAddressVersion: 'IPV4', Addresses: ['203.0.113.0/24', '198.51.100.7/32'], Scope: 'REGIONAL' },
      { IPAddressVersion: 'IPV6', Addresses: ['2001:db8::/32'], Scope: 'REGIONAL' },
    ]);
  });

  test('keeps no token and no key in its samples', () => {
    expect(webAclOf('open').properties.DataProtectionConfig).toEqual({
      DataProtections: [
        {
          Action: 'SUBSTITUTION',
          Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['auth', 'authorization'] },
        },
      ],
    });
  });
});
