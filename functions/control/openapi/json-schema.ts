export type JsonSchema = Record<string, unknown>;

/** Whether a schema stands for what is sent, before defaults and transforms, or for what is answered. */
export type Direction = 'input' | 'output';
