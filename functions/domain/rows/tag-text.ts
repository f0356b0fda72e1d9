/**
 * A tag's value, or what a filter gives for one, as the text that the two are compared by: the vendor documents
 * mixed types, and `5` is found by `5` and by `"5"`.
 */
export function tagText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
