import { validationError } from '../errors.ts';
import type { Item } from '../values/attribute-value.ts';
import { itemSize } from '../values/item-size.ts';

// AWS: "Quotas", item size.
const largestItem = 400 * 1024;

/** @throws ValidationException */
export function checkItemSize(item: Item, message = 'Item size has exceeded the maximum allowed size'): Item {
  if (itemSize(item) <= largestItem) return item;
  throw validationError(message);
}
