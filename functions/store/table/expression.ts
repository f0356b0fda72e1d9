/** Attributes by name; a name inside of a map follows the map's after a dot. */
export type Attributes = Readonly<Record<string, unknown>>;

/** What becomes of an item: attributes that are set and others that are taken away, or numbers that are added to. */
export type ItemChange =
  | { set: Attributes; remove?: readonly string[] }
  | { add: Readonly<Record<string, number>> };

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
    if ('add' in change) return this.#clause('ADD', '', change.add);
    const { set, remove = [] } = change;
    const removing = remove.map((path) => this.path(path));
    return [
      ...(Object.keys(set).length > 0 ? [this.#clause('SET', ' =', set)] : []),
      ...(removing.length > 0 ? [`REMOVE ${removing.join(', ')}`] : []),
    ].join(' ');
  }

  #clause(verb: string, sign: string, values: Attributes): string {
    const each = ([path, value]: [string, unknown]) => `${this.path(path)}${sign} ${this.value(value)}`;
    return `${verb} ${Object.entries(values).map(each).join(', ')}`;
  }

  get attributes() {
    // DynamoDB refuses values that are there and empty.
    const values = Object.keys(this.values).length > 0 ? { ExpressionAttributeValues: this.values } : {};
    return { ExpressionAttributeNames: this.names, ...values };
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
