interface KindOfEffect {
  name: string;
  /** Of the field for its value; it has none where there is no label. */
  label?: string;
  hint?: string;
  usual: string;
}

/** What a rule can do, in the order of use. */
export const kinds = {
  error: { name: "an error of the vendor's", usual: '' },
  own: {
    name: 'an answer of your own',
    label: 'Status and body',
    hint: 'as 503 {"any": "JSON"}',
    usual: '503 {}',
  },
  delay: { name: 'a delay', label: 'Milliseconds', hint: 'up to 20,000', usual: '2000' },
  malformed: { name: 'a body that is not JSON', usual: '' },
  truncate: { name: 'a body that breaks off', label: 'After so many bytes', usual: '100' },
  shuffle: { name: 'equal starts in another order on each page', label: 'Seed', usual: 'any' },
  headers: { name: 'headers', label: 'Headers as JSON', usual: '{"Retry-After": "30"}' },
  reset: { name: 'a broken connection (laptop only)', usual: '' },
} as const satisfies Record<string, KindOfEffect>;

export type Kind = keyof typeof kinds;

export const kindOf = (kind: Kind): KindOfEffect => kinds[kind];

/**
 * @param value what the form has
 * @throws Error that says how it is to be written
 */
export function effectOf(kind: Kind, error: string, value: string): unknown {
  switch (kind) {
    case 'error':
      return { error };
    case 'own': {
      const [, status, body] = /^\s*(\d{3})\s*(.*)$/s.exec(value) ?? [];
      if (status === undefined) throw new Error('Write a status and a body, as 503 {"any": "JSON"}.');
      return { error: { status: Number(status), body: json(body || '{}') } };
    }
    case 'delay':
      return { delay: Number(value) };
    case 'truncate':
      return { truncate: Number(value) };
    case 'shuffle':
      return { shuffle: value };
    case 'headers':
      return { headers: json(value) };
    default:
      return { [kind]: true };
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`This is not JSON: ${text.slice(0, 100)}`);
  }
}

/** An effect in words. */
export function wordsOf(effect: Readonly<Record<string, unknown>>): string {
  const { error, headers, ...rest } = effect;
  const own = typeof error === 'object' && error !== null ? `answers ${JSON.stringify(error)}` : undefined;
  const [[name, value] = []] = Object.entries(rest);
  const words =
    typeof error === 'string'
      ? error
      : (own ?? (name ? `${name} ${value === true ? '' : value}`.trim() : ''));
  return [words, headers === undefined ? '' : `headers ${JSON.stringify(headers)}`]
    .filter(Boolean)
    .join(', ');
}
