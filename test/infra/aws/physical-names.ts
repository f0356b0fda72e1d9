import type { App } from 'aws-cdk-lib';

interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
}

interface CloudFormationTemplate {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Export?: { Name: unknown } }>;
}

/**
 * Every name that an application gives by itself, as `kind: name`: stacks, named resources, exports. A name that
 * holds a reference is made up by CloudFormation and left out.
 */
export function physicalNames(app: App): string[] {
  return app.synth().stacksRecursively.flatMap(({ stackName, template }) => {
    const { Resources, Outputs = {} } = template as CloudFormationTemplate;
    const exported = Object.values(Outputs).flatMap((output) => output.Export?.Name ?? []);
    return [
      `stack: ${stackName}`,
      ...Object.values(Resources).flatMap((resource) => namesOf(resource)),
      ...exported.filter((name) => typeof name === 'string').map((name) => `export: ${name}`),
    ];
  });
}

/** Their names are unique within what they belong to only. */
const scopedElsewhere = new Set([
  'AWS::ApiGateway::Stage',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::Stage',
  'AWS::IAM::Policy',
  'AWS::Route53::RecordSet',
]);

/** Properties such as `Name`, `AlarmName` and `LogGroupName`. */
const isName = (property: string): boolean => property.endsWith('Name') && property !== 'MetricName';

function namesOf({ Type, Properties = {} }: Resource): string[] {
  if (scopedElsewhere.has(Type)) return [];
  return Object.entries(Properties).flatMap(([property, value]) =>
    isName(property) && typeof value === 'string' ? [`${Type}: ${value}`] : [],
  );
}
