import * as z from 'zod';
import { mostBots } from '../../../../functions/control/bots.ts';
import { scenarioNames } from '../../../../functions/domain/generator/scenario-names.ts';
import { idSchema } from '../../../../functions/domain/id-schema.ts';
import { botSchema } from '../../../../functions/domain/new-account-schema.ts';

/** An account that is made once, after a deployment, and left alone from then on. */
export const seedSchema = z
  .strictObject({
    accountId: idSchema,
    /** The name under which accounts can be made from it; left out, `seed`. */
    template: idSchema.optional(),
    /** The scenario that makes its sessions. */
    scenario: z.enum(scenarioNames).optional(),
    /** A file of sessions instead, as the laptop's `--seed` takes; its path from the project's folder. */
    file: z.string().min(1).optional(),
    /** Its bots. Left out, those that the file's sessions name, or one for a scenario. */
    bots: z.array(botSchema).min(1).max(mostBots).optional(),
  })
  .refine(({ scenario, file }) => (scenario === undefined) !== (file === undefined), {
    path: ['scenario'],
    message: 'must be given, or file, and not both',
  });

export type EnvironmentSeed = z.output<typeof seedSchema>;
