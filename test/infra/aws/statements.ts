import type { Template } from 'aws-cdk-lib/assertions';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** What the policies of a function's role allow, with resources in words where they are known ones. */
export function statementsOf(api: Template, functionName: string) {
  const policies = Object.entries(api.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(`${functionName}Role`))
    .map(([, policy]) => policy);
  const statements: Statement[] = policies.flatMap((policy) => policy['Properties'].PolicyDocument.Statement);
  return statements.map(({ Action, Resource, Effect }) => ({
    resource: Effect === 'Allow' ? inWords(Resource, functionName) : `${Effect} ${JSON.stringify(Resource)}`,
    actions: [Action].flat(),
  }));
}

function inWords(resource: unknown, functionName: string): string {
  if (resource === '*') return '*';
  const text = JSON.stringify(resource);
  const known: readonly (readonly [RegExp, string])[] = [
    [new RegExp(`^{"Fn::GetAtt":\\["${functionName}Logs\\w+","Arn"\\]}$`), 'own log group'],
    [/^{"Fn::ImportValue":"[\w:-]+FnGetAttStoreTable\w+"}$/, 'table'],
    [
      /^{"Fn::Join":\["",\[{"Fn::ImportValue":"[\w:-]+FnGetAttStoreTable\w+"},"\/index\/botId-start_time"\]\]}$/,
      'session index',
    ],
    [/^{"Fn::ImportValue":"[\w:-]+RefStoreControlKey\w+"}$/, 'control key'],
  ];
  return known.find(([pattern]) => pattern.test(text))?.[1] ?? text;
}
