import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  DeleteParameterCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';

/** What there is of the project in the account, as the services themselves tell; first pages suffice here. */
export class Aws {
  readonly #dynamodb: DynamoDBClient;
  readonly #lambda: LambdaClient;
  readonly #logs: CloudWatchLogsClient;
  readonly #secrets: SecretsManagerClient;
  readonly #ssm: SSMClient;
  readonly #apis: ApiGatewayV2Client;
  readonly #stacks: CloudFormationClient;

  constructor(endpoint: string) {
    const settings = {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    this.#dynamodb = new DynamoDBClient(settings);
    this.#lambda = new LambdaClient(settings);
    this.#logs = new CloudWatchLogsClient(settings);
    this.#secrets = new SecretsManagerClient(settings);
    this.#ssm = new SSMClient(settings);
    this.#apis = new ApiGatewayV2Client(settings);
    this.#stacks = new CloudFormationClient(settings);
  }

  /** Every resource that could be left behind, as "service name", sorted. */
  async inventory(): Promise<string[]> {
    const [tables, functions, logGroups, secrets, parameters, apis, stacks] = await Promise.all([
      this.#dynamodb.send(new ListTablesCommand({})),
      this.#functions(),
      this.#logs.send(new DescribeLogGroupsCommand({})),
      this.#secrets.send(new ListSecretsCommand({})),
      this.#ssm.send(new GetParametersByPathCommand({ Path: '/', Recursive: true })),
      this.#apis.send(new GetApisCommand({})),
      this.#describedStacks(),
    ]);
    return [
      ...(tables.TableNames ?? []).map((name) => `table ${name}`),
      ...functions.map(({ FunctionName }) => `function ${FunctionName}`),
      // MiniStack makes a group again, without the retention that all of the stacks' have, for what a function says late.
      ...(logGroups.logGroups ?? [])
        .filter(({ retentionInDays }) => retentionInDays !== undefined)
        .map(({ logGroupName }) => `log group ${logGroupName}`),
      ...(secrets.SecretList ?? []).map(({ Name }) => `secret ${Name}`),
      ...(parameters.Parameters ?? []).map(({ Name }) => `parameter ${Name}`),
      ...(apis.Items ?? []).map(({ ApiId }) => `API ${ApiId}`),
      ...stacks.map(({ StackName }) => `stack ${StackName}`),
    ].sort();
  }

  /** What an update would change: when stacks were last updated, and what code and settings functions have. */
  async versions(): Promise<Record<string, string>> {
    const [functions, stacks] = await Promise.all([this.#functions(), this.#describedStacks()]);
    return Object.fromEntries([
      ...functions.map(({ FunctionName, CodeSha256, RevisionId, LastModified }) => [
        `function ${FunctionName}`,
        [CodeSha256, RevisionId, LastModified].join(' '),
      ]),
      ...stacks.map(({ StackName, StackStatus, LastUpdatedTime }) => [
        `stack ${StackName}`,
        [StackStatus, LastUpdatedTime?.toISOString()].join(' '),
      ]),
    ]);
  }

  async secret(id: string): Promise<string> {
    return (await this.#secrets.send(new GetSecretValueCommand({ SecretId: id }))).SecretString ?? '';
  }

  /** Takes the name of a parameter, so that a stack can't make it. */
  async takeParameter(name: string): Promise<void> {
    await this.#ssm.send(new PutParameterCommand({ Name: name, Type: 'String', Value: 'taken' }));
  }

  async giveParameterBack(name: string): Promise<void> {
    await this.#ssm.send(new DeleteParameterCommand({ Name: name }));
  }

  /** @returns undefined where there is no such stack */
  async statusOf(stack: string): Promise<string | undefined> {
    const found = (await this.#describedStacks()).find(({ StackName }) => StackName === stack);
    return found?.StackStatus;
  }

  /** Which table an environment's functions use, as its data stack says. */
  async tableOf(stack: string): Promise<string | undefined> {
    const found = (await this.#describedStacks()).find(({ StackName }) => StackName === stack);
    return found?.Outputs?.find(({ OutputKey }) => OutputKey === 'TableName')?.OutputValue;
  }

  /** @returns why CloudFormation refuses; undefined where it does not */
  async refusalToDelete(stack: string): Promise<string | undefined> {
    try {
      await this.#stacks.send(new DeleteStackCommand({ StackName: stack }));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #functions() {
    return (await this.#lambda.send(new ListFunctionsCommand({}))).Functions ?? [];
  }

  async #describedStacks() {
    const { Stacks = [] } = await this.#stacks.send(new DescribeStacksCommand({}));
    return Stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
  }
}
