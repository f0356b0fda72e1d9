/** The members that every row of a message has, in the order of the vendor's samples. */
export const messageMembers = [
  '_id',
  'botId',
  'orgId',
  'accountId',
  'type',
  'status',
  'channels',
  'components',
  'createdBy',
  'lmodifiedBy',
  'createdOn',
  'lmodifiedOn',
  '__lModifiedOn__',
  'timestampValue',
  'sessionId',
  'chnl',
  'lang',
  'isBB',
  'isD',
  'ms',
  'sT',
  '__v',
  'resourceid',
  'tags',
] as const;

/** Members that only some rows have: of tasks, agent transfers, and what is asked for. */
export const membersOfSomeMessages = ['tN', 'traceId', 'author', 'conversationId', 'isA', 'latency'] as const;
