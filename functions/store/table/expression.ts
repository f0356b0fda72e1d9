/** Attributes by name; a name inside of a map follows the map's after a dot. */
export type Attributes = Readonly<Record<string, unknown>>;

/** What becomes of an item: attributes that are set, or numbers that are added to. */
export type ItemChange = { set: Attributes } | { add: Readonly<Record<string, number>> };

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
    const each = ([path, value]: [string, unknown]): string =>
      value === undefined
        ? `attribute_not_exists(${this.path(path)})`
        : `${this.path(path)} = ${this.value(value)}`;
    const conditions = Object.entries(expected).map(each);
    return conditions.length === 0 ? 'attribute_exists(pk)' : conditions.join(' AND ');
  }

  update(change: ItemChange): string {
    const [verb, sign, values] = 'set' in change ? ['SET', ' =', change.set] : ['ADD', '', change.add];
    const each = ([path, value]: [string, unknown]) => `${this.path(path)}${sign} ${this.value(value)}`;
    return `${verb} ${Object.entries(values).map(each).join(', ')}`;
  }

  get attributes() {
    return { ExpressionAttributeNames: this.names, ExpressionAttributeValues: this.values };
  }
}

/** Input of a call that is done only where the item has these attributes, of which at least one has a value. */
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
