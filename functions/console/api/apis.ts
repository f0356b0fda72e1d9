/** The emulated APIs, by the names that the journal and fault rules have. */
export const apis = ['getSessions', 'getMessagesV2', 'getMessages'] as const;
export type Api = (typeof apis)[number];
