import * as z from 'zod';
import { type VendorErrorName, vendorErrorNames, vendorErrors } from '../../../domain/vendor-errors.ts';
import { reasonHeader } from '../../../vendor/reply.ts';
import type { Components } from '../components.ts';
import type { JsonSchema } from '../json-schema.ts';

const errorsSchema = z.object({
  errors: z.array(z.object({ msg: z.string(), code: z.int() })).length(1),
});

/** The header that says why. */
export const reason = {
  [reasonHeader]: {
    description: "Why, in the emulator's own words: a stable code, a colon, a sentence.",
    schema: { type: 'string' },
  },
};

/** The refusals that every emulated route has. */
export function refusals(components: Components): Record<string, JsonSchema> {
  const schema = components.ref('VendorErrors', errorsSchema, 'output');
  const statuses = new Set(vendorErrorNames.map((name) => vendorErrors[name].status));
  return Object.fromEntries(
    [...statuses].map((status) => {
      const names = vendorErrorNames.filter((name) => vendorErrors[name].status === status);
      return [
        String(status),
        {
          description: `Refused: ${names.join(', ')}`,
          headers: reason,
          content: { 'application/json': { schema, examples: Object.fromEntries(names.map(example)) } },
        },
      ];
    }),
  );
}

function example(name: VendorErrorName): [string, JsonSchema] {
  const { msg, code } = vendorErrors[name];
  return [name, { value: { errors: [{ msg, code }] } }];
}
