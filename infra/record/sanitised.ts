declare const mark: unique symbol;

/** What has been through `sanitise`: there is no other way to get one, and only this can be written. */
export type Sanitised<T> = T & { readonly [mark]: true };

/** For `sanitise` alone. */
export const marked = <T>(value: T): Sanitised<T> => value as Sanitised<T>;
