import { type AttributeValue, type Item, typeOf } from './attribute-value.ts';
import { numberSize } from './decimal.ts';

const containerOverhead = 3;

/** Bytes that DynamoDB counts for an item (AWS: "DynamoDB item sizes and formats"). */
export function itemSize(item: Item): number {
  let size = 0;
  for (const [name, value] of Object.entries(item)) size += Buffer.byteLength(name) + valueSize(value);
  return size;
}

function valueSize(value: AttributeValue): number {
  switch (typeOf(value)) {
    case 'S':
      return Buffer.byteLength(value.S ?? '');
    case 'N':
      return numberSize(value.N ?? '0');
    case 'B':
      return Buffer.byteLength(value.B ?? '', 'base64');
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'SS':
      return sum(value.SS ?? [], (member) => Buffer.byteLength(member));
    case 'NS':
      return sum(value.NS ?? [], numberSize);
    case 'BS':
      return sum(value.BS ?? [], (member) => Buffer.byteLength(member, 'base64'));
    case 'L':
      return containerOverhead + sum(value.L ?? [], (member) => 1 + valueSize(member));
    case 'M':
      return containerOverhead + Object.keys(value.M ?? {}).length + itemSize(value.M ?? {});
  }
}

const sum = <T>(values: readonly T[], sizeOf: (value: T) => number): number =>
  values.reduce((total, value) => total + sizeOf(value), 0);
