/** What a setting takes, as the API's own document says. */
export type SettingKind =
  | { kind: 'switch' }
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'number'; least: number; most: number; orNone: boolean }
  | { kind: 'json' };

interface Schema {
  type?: string;
  enum?: readonly string[];
  minimum?: number;
  maximum?: number;
  anyOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
}

/** The settings of an account by name, read from the OpenAPI document. */
export function settingKinds(document: unknown): [name: string, kind: SettingKind][] {
  const { components } = document as { components?: { schemas?: Readonly<Record<string, Schema>> } };
  const settings = components?.schemas?.['NewAccount']?.properties?.['settings']?.properties ?? {};
  return Object.entries(settings).map(([name, schema]) => [name, kindOf(schema)]);
}

function kindOf(schema: Schema): SettingKind {
  if (schema.type === 'boolean') return { kind: 'switch' };
  if (schema.enum) return { kind: 'choice', options: schema.enum };
  const number = [schema, ...(schema.anyOf ?? [])].find(
    ({ type }) => type === 'integer' || type === 'number',
  );
  if (!number) return { kind: 'json' };
  const orNone = schema.anyOf?.some(({ type }) => type === 'null') ?? false;
  return {
    kind: 'number',
    least: number.minimum ?? 0,
    most: number.maximum ?? Number.MAX_SAFE_INTEGER,
    orNone,
  };
}
