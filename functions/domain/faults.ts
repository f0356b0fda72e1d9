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

const effectSchema = z.union(
  [
    z.strictObject({ error: z.enum(vendorErrorNames) }),
    z.strictObject({
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
    z.strictObject({ malformed: z.literal(true) }),
    z.strictObject({ truncate: z.int().min(0).max(10_000_000) }),
    z.strictObject({ reset: z.literal(true) }),
  ],
  `must be one of {error: NAME} with a name of ${vendorErrorNames.join(', ')}; {error: {status, body}}; {delay: MS} up to ${longestDelayMs}; {malformed: true}; {truncate: BYTES}; {reset: true}`,
);

export const faultRuleSchema = z.strictObject({
  match: z
    .strictObject({
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
  route: RouteKind;
  botId?: string | undefined;
  clientId: string;
  containmentType?: string | undefined;
}
