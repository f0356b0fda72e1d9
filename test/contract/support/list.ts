/** The element at a position, which must be there. */
export function nth<T>(list: readonly T[], position: number): T {
  const element = list[position];
  if (element === undefined) throw new Error(`There is no element ${position} in a list of ${list.length}.`);
  return element;
}
