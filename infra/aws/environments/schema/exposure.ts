import * as z from 'zod';

/** AWS WAF takes every prefix but /0, which would mean everyone. */
const network = z
  .union([z.cidrv4(), z.cidrv6()], 'must be a network such as 203.0.113.0/24 or 2001:db8::/32')
  .refine((cidr) => !cidr.endsWith('/0'), 'must not be /0: leave allowedNetworks out to let everyone in');

const protectedSchema = z.strictObject({
  kind: z.literal('protected'),
  /** Networks that may call; all others get 403. Left out, everyone may. */
  allowedNetworks: z.array(network).min(1).max(10_000).optional(),
  /** Requests from one address within five minutes, above which it is blocked for a while. WAF's least is 10. */
  requestsPer5Minutes: z.int().min(10).max(2_000_000_000).default(10_000),
});

const privateSchema = z
  .strictObject({
    kind: z.literal('private'),
    /** Interface endpoints for execute-api that requests must come through. */
    vpcEndpointIds: z
      .array(
        z.string().regex(/^vpce-[0-9a-f]{8,17}$/, 'must be the id of a VPC endpoint, such as vpce-0a1b2c3d'),
      )
      .min(1)
      .max(50)
      .optional(),
    /** The VPC that requests must come from. */
    vpcId: z
      .string()
      .regex(/^vpc-[0-9a-f]{8,17}$/, 'must be the id of a VPC, such as vpc-0a1b2c3d')
      .optional(),
  })
  .refine(({ vpcEndpointIds, vpcId }) => vpcEndpointIds !== undefined || vpcId !== undefined, {
    path: ['vpcEndpointIds'],
    message: 'must be given, or vpcId: a private API answers nobody else',
  });

const openSchema = z.strictObject({ kind: z.literal('open') });

const byKind = z.discriminatedUnion(
  'kind',
  [openSchema, protectedSchema, privateSchema],
  'must be open, protected or private',
);

type ExposureInput = z.input<typeof byKind> | 'open' | 'protected';

/**
 * Who may reach the API: anyone (an HTTP API), those whom AWS WAF lets through (a regional REST API), or one VPC (a
 * private REST API). The kind alone stands for the kind with its defaults.
 */
export const exposureSchema = z.preprocess(
  (given: ExposureInput) => (typeof given === 'string' ? { kind: given } : given),
  byKind,
);

export type Exposure = z.output<typeof byKind>;
