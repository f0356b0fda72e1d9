/** Attributes by name; a name inside of a map follows the map's after a dot. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Stands for any value, in what an item is expected to have. */
export const anything = Symbol('anything');

/** What becomes of an item: attributes that are set, numbers and sets that are added to, or sets that are taken from. */
export type ItemChange =
  | { set: Attributes }
  | { add: Readonly<Record<string, number | ReadonlySet<string>>> }
  | { remove: Readonly<Record<string, ReadonlySet<string>>> };

/** Expressions for a call to DynamoDB, with the names and values that they refer to. */
class Expressions {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, unknown> = {};

  path(path: string): string {
    const places = path.split('.').map((name) => {
      this.names[`#${name}`] = name;
      return `#${name}`;
    });
    return places.join('.');
  }

  value(value: unknown): string {
    const place = `:v${Object.keys(this.values).length}`;
    this.values[place] = value;
    return place;
  }

  /** That the attributes are so; undefined: that there is no such attribute. */
  condition(expected: Attributes): string {
    const each = ([path, value]: [string, unknown]): string => {
      if (value === undefined) return `attribute_not_exists(${this.path(path)})`;
      if (value === anything) return `attribute_exists(${this.path(path)})`;
      return `${this.path(path)} = ${this.value(value)}`;
    };
    const conditions = Object.entries(expected).map(each);
    return conditions.length === 0 ? 'attribute_exists(pk)' : conditions.join(' AND ');
  }

  update(change: ItemChange): string {
    const [verb, sign, values] = partsOf(change);
    const each = ([path, value]: [string, unknown]) => `${this.path(path)}${sign} ${this.value(value)}`;
    return `${verb} ${Object.entries(values).map(each).join(', ')}`;
  }

  get attributes() {
    const hasValues = Object.keys(this.values).length > 0;
    return {
      ExpressionAttributeNames: this.names,
      ...(hasValues ? { ExpressionAttributeValues: this.values } : {}),
    };
  }
}

function partsOf(change: ItemChange): [verb: string, sign: string, values: Attributes] {
  if ('set' in change) return ['SET', ' =', change.set];
  return 'add' in change ? ['ADD', '', change.add] : ['DELETE', '', change.remove];
}

/** Input of a call that is done only where the item has these attributes. */
export function conditionOn(expected: Attributes) {
  const expressions = new Expressions();
  return { ConditionExpression: expressions.condition(expected), ...expressions.attributes };
}

/** Input of an update of an item that is there, and has these attributes. */
export function updateOf(change: ItemChange, expected: Attributes) {
  const expressions = new Expressions();
  return {
    UpdateExpression: expressions.update(change),
    ConditionExpression: expressions.condition(expected),
    ...expressions.attributes,
  };
}
