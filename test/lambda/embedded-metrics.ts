/** The embedded metric format as JSON Schema, as far as CloudWatch insists on it. (AWS: its specification.) */
export const embeddedMetricSchema = {
  type: 'object',
  required: ['_aws'],
  properties: {
    _aws: {
      type: 'object',
      required: ['CloudWatchMetrics', 'Timestamp'],
      properties: {
        Timestamp: { type: 'integer' },
        CloudWatchMetrics: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['Namespace', 'Dimensions', 'Metrics'],
            properties: {
              Namespace: { type: 'string', pattern: '^[0-9A-Za-z._\\-/#:]{1,255}$' },
              Dimensions: {
                type: 'array',
                minItems: 1,
                items: { type: 'array', maxItems: 30, items: { type: 'string', minLength: 1 } },
              },
              Metrics: {
                type: 'array',
                minItems: 1,
                maxItems: 100,
                items: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['Name', 'Unit'],
                  properties: {
                    Name: { type: 'string', minLength: 1, maxLength: 1024 },
                    Unit: { enum: ['Count', 'Milliseconds'] },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

interface EmbeddedMetrics {
  _aws: {
    CloudWatchMetrics: readonly {
      Namespace: string;
      Dimensions: readonly (readonly string[])[];
      Metrics: readonly { Name: string }[];
    }[];
  };
}

/**
 * The metrics that CloudWatch makes of a line, each with the values of its dimensions in its name.
 *
 * @throws Error where a dimension is no text or a metric no number at the top level: CloudWatch drops such a line
 */
export function seriesOf(line: EmbeddedMetrics): Record<string, number> {
  const members = new Map<string, unknown>(Object.entries(line));
  const series: Record<string, number> = {};
  for (const { Dimensions, Metrics } of line._aws.CloudWatchMetrics) {
    for (const dimensions of Dimensions) {
      const at = dimensions.map((name) => `${name}=${textOf(members, name)}`).join(' ');
      for (const { Name } of Metrics) {
        const value = members.get(Name);
        if (typeof value !== 'number') throw new Error(`${Name} is no number`);
        series[`${Name} ${at}`] = value;
      }
    }
  }
  return series;
}

function textOf(members: ReadonlyMap<string, unknown>, name: string): string {
  const value = members.get(name);
  if (typeof value !== 'string' || value === '') throw new Error(`${name} is no text`);
  return value;
}
