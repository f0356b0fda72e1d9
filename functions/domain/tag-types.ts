/** Those of messages have a third type; sessions have none of it. */
export const tagTypes = ['user', 'session', 'message'] as const;
export type TagType = (typeof tagTypes)[number];
