type Kind = 'array' | 'boolean' | 'number' | 'object' | 'string';

/**
 * How an answer of the control API is told from one of something else that answers with JSON: an array, or an
 * object with certain fields.
 */
export type Shape<T> = 'array' | { [Name in keyof T]?: Kind };

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

export function hasShape<T>(answer: unknown, shape: Shape<T>): answer is T {
  if (shape === 'array') return Array.isArray(answer);
  if (kindOf(answer) !== 'object') return false;
  const fields = answer as Record<string, unknown>;
  return Object.entries(shape).every(([name, kind]) => kindOf(fields[name]) === kind);
}
