import type { Item } from './values/attribute-value.ts';
import { itemSize } from './values/item-size.ts';

/** An item as it is kept: what DynamoDB counts for it, in bytes, and its JSON, which answers can repeat as it is. */
export interface StoredItem {
  size: number;
  json: string;
}

export const storedItem = (item: Item): StoredItem => ({ size: itemSize(item), json: JSON.stringify(item) });

export const parseItem = ({ json }: StoredItem): Item => JSON.parse(json) as Item;

export const toRecord = ({ size, json }: StoredItem): string => `${size.toString(36)} ${json}`;

export function fromRecord(text: string): StoredItem {
  const end = text.indexOf(' ');
  return { size: Number.parseInt(text.slice(0, end), 36), json: text.slice(end + 1) };
}
