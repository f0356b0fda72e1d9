/** The variables that a process was started with. */
export type Variables = Readonly<Record<string, string | undefined>>;
