import { type AttributeValue, attributeOf, type Item, typeOf } from './attribute-value.ts';
import { compareNumbers } from './decimal.ts';

/** Whether two values are the same to DynamoDB: sets in any order, numbers by what they are worth. */
export function isEqual(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  if (type === 'M') return sameMaps(a.M ?? {}, b.M ?? {});
  if (type === 'L') return sameLists(a.L ?? [], b.L ?? []);
  if (type === 'SS' || type === 'NS' || type === 'BS') return sameSets(a[type] ?? [], b[type] ?? []);
  return a[type] === b[type];
}

function sameMaps(a: Item, b: Item): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => {
      const [first, second] = [attributeOf(a, name), attributeOf(b, name)];
      return first !== undefined && second !== undefined && isEqual(first, second);
    })
  );
}

const sameLists = (a: readonly AttributeValue[], b: readonly AttributeValue[]): boolean =>
  a.length === b.length &&
  a.every((value, index) => {
    const other = b[index];
    return other !== undefined && isEqual(value, other);
  });

function sameSets(a: readonly string[], b: readonly string[]): boolean {
  const members = new Set(a);
  return a.length === b.length && b.every((member) => members.has(member));
}

/** How two values of the same scalar type are ordered, as for sort; undefined where they have no order. */
export function compareValues(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return a.S === b.S ? 0 : compareTexts(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  if (a.B !== undefined && b.B !== undefined) return compareBytes(a.B, b.B, 'base64');
  return undefined;
}

const surrogate = /[\ud800-\udfff]/;

/** By the bytes of UTF-8, which differs from JavaScript's order where there are surrogates only. */
function compareTexts(a: string, b: string): number {
  if (surrogate.test(a) || surrogate.test(b)) return compareBytes(a, b, 'utf8');
  return a < b ? -1 : 1;
}

const compareBytes = (a: string, b: string, encoding: 'utf8' | 'base64'): number =>
  Buffer.compare(Buffer.from(a, encoding), Buffer.from(b, encoding));
