import * as z from 'zod';
import { idSchema } from './id-schema.ts';
import { containmentTypes } from './session.ts';
import { vendorErrorNames } from './vendor-errors.ts';

/** All delays of one request together: API Gateway gives it 30 seconds. */
export const longestDelayMs = 20_000;

/** What the vendor's routes are for: one bot, which the path names, or every bot of the account. */
export const routeKinds = ['bot', 'account'] as const;
export type RouteKind = (typeof routeKinds)[number];

/** Statuses whose responses cannot have a body (RFC 9110). */
const bodyless = new Set([204, 205, 304]);

/** Headers that services of the vendor's kind send where something is wrong. */
const faultHeaders = [
  'Retry-After',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-Request-Id',
  'Cache-Control',
  'Content-Type',
] as const;

const isFaultHeader = (name: string): boolean =>
  faultHeaders.some((known) => known.toLowerCase() === name.toLowerCase());

const headers = z
  .record(
    z.string().refine(isFaultHeader, `must be one of ${faultHeaders.join(', ')}`),
    z
      .string()
      .regex(
        /^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/,
        'must be 1 to 200 printable ASCII characters',
      ),
  )
  .refine((given) => Object.keys(given).length > 0, 'must not be empty');

const andHeaders = { headers: headers.optional() };

const effectSchema = z.union(
  [
    z.strictObject({ error: z.enum(vendorErrorNames), ...andHeaders }),
    z.strictObject({
      ...andHeaders,
      error: z.strictObject({
        status: z
          .int()
          .min(200)
          .max(599)
          .refine((status) => !bodyless.has(status), 'has no body by definition'),
        body: z.json(),
      }),
    }),
    z.strictObject({ delay: z.int().min(1).max(longestDelayMs) }),
    z.strictObject({ malformed: z.literal(true), ...andHeaders }),
    z.strictObject({ truncate: z.int().min(0).max(10_000_000), ...andHeaders }),
    z.strictObject({ shuffle: z.union([z.string().min(1).max(64), z.int()]), ...andHeaders }),
    z.strictObject({ headers }),
    z.strictObject({ reset: z.literal(true) }),
  ],
  `must be one of {error: NAME} with a name of ${vendorErrorNames.join(', ')}; {error: {status, body}}; {delay: MS} up to ${longestDelayMs}; {malformed: true}; {truncate: BYTES}; {shuffle: SEED}; {headers: {NAME: VALUE}}, which all of these but delay may have too, with names of ${faultHeaders.join(', ')}; {reset: true}`,
);

export const faultRuleSchema = z.strictObject({
  match: z
    .strictObject({
      /** As the journal has it. */
      api: z.string().min(1).max(64).optional(),
      route: z.enum(routeKinds).optional(),
      botId: idSchema.optional(),
      clientId: z.string().min(1).max(256).optional(),
      containmentType: z.enum(containmentTypes).optional(),
    })
    .default({}),
  /** How many matching requests it strikes; all when left out. */
  times: z.int().min(1).max(1_000_000).optional(),
  /** How many matching requests pass before. */
  after: z.int().min(0).max(1_000_000).default(0),
  effect: effectSchema,
});

export const faultRulesSchema = z.array(faultRuleSchema).max(50);

export type FaultRule = z.output<typeof faultRuleSchema>;
export type FaultEffect = FaultRule['effect'];

/** A rule that strikes a request, by its place in the account's list. */
export interface Strike {
  rule: number;
  effect: FaultEffect;
}

/** The rules of an account; a new `generation` starts all counts anew. */
export interface FaultPlan {
  generation: string;
  rules: FaultRule[];
}

/** What of a request rules can match. */
export interface FaultSubject {
  api: string;
  route: RouteKind;
  botId?: string | undefined;
  clientId: string;
  containmentType?: string | undefined;
}
