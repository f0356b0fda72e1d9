type Kind = 'array' | 'boolean' | 'number' | 'object' | 'string';

/** By what an answer is told from the JSON of another service: an array, or an object with certain fields. */
export type Shape = 'array' | Readonly<Record<string, Kind>>;

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** @returns what is missing, such as `JSON with accountId`; undefined where nothing is */
export function misfitOf(value: unknown, shape: Shape): string | undefined {
  if (shape === 'array') return Array.isArray(value) ? undefined : 'a JSON array';
  if (typeof value !== 'object' || value === null) return 'JSON';
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const missing = Object.entries(shape).find(([name, kind]) => kindOf(fields[name]) !== kind);
  return missing && `JSON with ${missing[0]}`;
}
