/** What stands before the paths of the emulator where the console was loaded from: a stage or a base path, or nothing. */
const prefix = location.pathname.replace(/\/_emulator\/console(\/.*)?$/, '');

/** A path of the emulator, as this page reaches it. */
export const pathOf = (path: string): string => prefix + path;

/** The base URL that clients of the emulator are given. */
export const baseUrl = (): string => location.origin + prefix;
