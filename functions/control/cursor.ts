/** A place in a list as a text that fits a URL. */
export const toCursor = (place: string): string => Buffer.from(place).toString('base64url');

export const fromCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();
