/** A JSON object of members whose values are JSON already; those that are undefined are left out. */
export function jsonObject(members: Readonly<Record<string, string | undefined>>): string {
  const parts: string[] = [];
  for (const [name, text] of Object.entries(members)) {
    if (text !== undefined) parts.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}

export const jsonArray = (values: readonly string[]): string => `[${values.join(',')}]`;
