/** A type of resource that must stay the one it is. */
export interface StatefulType {
  /** What happens when it is replaced or removed, for people. */
  readonly loss: string;
  /** Properties whose change makes CloudFormation replace it ("Update requires: Replacement"). */
  readonly replacing: readonly string[];
  /** Lists of named definitions: one that is there already must stay as it is, others may come and go. */
  readonly fixedDefinitions?: readonly string[];
  /** Properties whose change leaves the resource and makes its content anew. */
  readonly renewing?: readonly string[];
}

const table = {
  loss: 'every account and every session would be lost',
  fixedDefinitions: ['AttributeDefinitions'],
};
const api = { loss: 'the URL would change' };
const domain = { loss: 'the host name would answer nobody until it is set up anew' };

/** By type, from the CloudFormation template reference. */
export const statefulTypes: Readonly<Record<string, StatefulType>> = {
  'AWS::DynamoDB::GlobalTable': { ...table, replacing: ['KeySchema', 'LocalSecondaryIndexes', 'TableName'] },
  'AWS::DynamoDB::Table': { ...table, replacing: ['ImportSourceSpecification', 'KeySchema', 'TableName'] },
  'AWS::SecretsManager::Secret': {
    loss: 'the control key would change for everyone who uses it',
    replacing: ['Name'],
    renewing: ['GenerateSecretString', 'SecretString'],
  },
  'AWS::ApiGatewayV2::Api': { ...api, replacing: ['ProtocolType'] },
  // No change of a property replaces it; being removed or renamed does.
  'AWS::ApiGateway::RestApi': { ...api, replacing: [] },
  'AWS::ApiGatewayV2::DomainName': { ...domain, replacing: ['DomainName'] },
  'AWS::ApiGateway::DomainName': { ...domain, replacing: ['DomainName'] },
  // What a host name leads to. `ApiId` and `Stage` of a mapping change in place, and so does all else of a record.
  'AWS::ApiGatewayV2::ApiMapping': { ...domain, replacing: ['DomainName'] },
  'AWS::Route53::RecordSet': { ...domain, replacing: ['HostedZoneId', 'HostedZoneName', 'Name'] },
  'AWS::S3::Bucket': { loss: 'all that it holds would be lost', replacing: ['BucketName'] },
  'AWS::KMS::Key': { loss: 'what it has encrypted could not be read any more', replacing: [] },
};
