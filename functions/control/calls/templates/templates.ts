import * as z from 'zod';
import { idSchema } from '../../../domain/id-schema.ts';
import { isId } from '../../../domain/ids.ts';
import { storedText } from '../../../domain/stored-text.ts';
import type { Snapshot } from '../../../store/data-sets/kept-states.ts';
import { templatesLife } from '../../../store/table/keys.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { checked } from '../../fields.ts';
import { fromSchema, takeOver } from '../../from-account.ts';
import { Problem } from '../../problem.ts';
import { tidyUpLater } from '../../tidy-up.ts';
import { botViewSchema } from '../bots/add.ts';
import { snapshotView, snapshotViewSchema } from '../snapshots/list.ts';
import { orGone } from '../snapshots/restore.ts';

const mostTemplates = 100;

const versionSchema = storedText.min(1).max(200);

const templateViewSchema = snapshotViewSchema.extend({
  /** As whoever kept it has said. */
  version: versionSchema.optional(),
  bots: z.array(botViewSchema),
});

const templateView = ({
  version,
  bots = [],
  ...template
}: Snapshot): z.output<typeof templateViewSchema> => ({
  ...snapshotView(template),
  ...(version === undefined ? {} : { version }),
  bots: [...bots],
});

export const listTemplates = defineCall({
  method: 'get',
  path: '/templates',
  tag: 'templates',
  id: 'listTemplates',
  summary: 'List templates by name',
  answers: {
    200: json('The templates', 'Templates', z.object({ templates: z.array(templateViewSchema) })),
  },
  run: async (_, { store }) => ({
    status: 200,
    body: { templates: (await store.snapshots.list(templatesLife)).map(templateView) },
  }),
});

export const keepTemplate = defineCall({
  method: 'put',
  path: '/templates/{name}',
  tag: 'templates',
  id: 'keepTemplate',
  summary: 'Keep bots, clock and sessions of an account for accounts to begin as',
  description:
    'It takes the same few writes however many sessions there are. What was made from one that had the name stays as it is.',
  body: jsonBody(
    'NewTemplate',
    z.strictObject({
      from: fromSchema,
      /** Any text that tells it from another of its name. */
      version: versionSchema.optional(),
    }),
  ),
  answers: {
    200: json('Kept in place of one with the name', 'Template', templateViewSchema),
    201: json('Kept', 'Template', templateViewSchema),
  },
  problems: {
    404: ['account_not_found', 'snapshot_not_found', 'template_not_found'],
    409: ['too_many_templates'],
    503: ['account_busy'],
  },
  run: async ({ parameters, body: { from, version } }, dependencies) => {
    const { store, time } = dependencies;
    const name = checked(idSchema, parameters.name, ['name']);
    const all = await store.snapshots.list(templatesLife);
    const before = all.find((template) => template.name === name);
    if (!before && all.length >= mostTemplates) throw tooManyTemplates();
    const { bots, clock, data, gone, done } = await takeOver(dependencies, from);
    const { layers, sessions } = data;
    const made = { name, bots, clock, layers, sessions, version };
    const template = await orGone(gone, store.snapshots.putTemplate(made, before, time.now()));
    await done();
    tidyUpLater(dependencies);
    return { status: before ? 200 : 201, body: templateView(template) };
  },
});

function tooManyTemplates(): Problem {
  return new Problem(409, 'too_many_templates', `There are ${mostTemplates} templates already: remove some.`);
}

export const removeTemplate = defineCall({
  method: 'delete',
  path: '/templates/{name}',
  tag: 'templates',
  id: 'removeTemplate',
  summary: 'Remove a template; safe to repeat',
  description: 'Accounts that were made from it stay as they are.',
  answers: { 204: { description: 'Removed, or not there' } },
  run: async ({ parameters: { name } }, dependencies) => {
    const { store, time } = dependencies;
    if (isId(name)) await store.snapshots.remove(templatesLife, name, time.now());
    tidyUpLater(dependencies);
    return { status: 204, body: null };
  },
});
