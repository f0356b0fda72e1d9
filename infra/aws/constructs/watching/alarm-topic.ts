import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Operations } from '../../environments/schema/operations.ts';

/** The topic that alarms are sent to: one that there is, one made for an e-mail address, or none. */
export function alarmTopic(
  scope: Construct,
  { alarmTopicArn, alarmEmail }: Pick<Operations, 'alarmTopicArn' | 'alarmEmail'>,
): ITopic | undefined {
  if (alarmTopicArn !== undefined) return Topic.fromTopicArn(scope, 'AlarmTopic', alarmTopicArn);
  return alarmEmail === undefined ? undefined : emailTopic(scope, alarmEmail);
}

/** A topic to which the alarms of this account may publish, and an e-mail subscription to confirm. */
function emailTopic(scope: Construct, email: string): Topic {
  const topic = new Topic(scope, 'AlarmTopic', { enforceSSL: true });
  topic.addSubscription(new EmailSubscription(email));
  // The policy that enforces TLS takes the place of the default one, which let the account's alarms in.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return topic;
}
