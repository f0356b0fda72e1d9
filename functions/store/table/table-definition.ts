/**
 * The one description of the DynamoDB table. The CDK stack and the local engine both build the table from
 * it, so that they cannot differ.
 *
 * Sessions carry `botId` and `start_time` in a qualified form (see `keys.ts`), so that one index serves
 * every account, and the index projects only what filters need: reading it costs about a tenth of what it
 * would with whole rows in it.
 */
export const tableDefinition = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Unix seconds after which DynamoDB may delete the item. */
  timeToLiveAttribute: 'ttl',
  sessionIndex: {
    name: 'botId-start_time',
    partitionKey: 'botId',
    sortKey: 'start_time',
    nonKeyAttributes: ['f'],
  },
} as const;
