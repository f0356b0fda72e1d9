import * as fc from 'fast-check';
import type { RealMessage } from '../../../infra/real-api/outcome.ts';
import { anything, inherited, mostly, personal, tags } from './personal.ts';

/** A template as bots send them, as the text that a message has it in; some are held by others. */
const template: fc.Arbitrary<string> = fc.letrec<{ template: string }>((tie) => ({
  template: fc
    .record({
      text: fc.oneof({ weight: 4, arbitrary: personal }, { weight: 1, arbitrary: tie('template') }),
      buttons: fc.array(
        fc.record({ type: fc.constantFrom('postback', 'web_url'), title: personal, payload: personal }),
        { maxLength: 2 },
      ),
      unknown: fc.dictionary(fc.oneof(personal, inherited), anything, { maxKeys: 2, noNullPrototype: true }),
    })
    .map(({ text, buttons, unknown }) =>
      JSON.stringify({
        type: 'template',
        payload: { ...unknown, template_type: 'button', text, buttons },
      }),
    ),
})).template;

const components = fc.array(
  fc.record({
    _id: fc.uuid().map((uuid) => `cp-${uuid}`),
    cT: mostly(fc.constant('text')),
    data: mostly(fc.record({ text: fc.oneof(personal, template, fc.json()) })),
    thumbnails: mostly(fc.constant([])),
  }),
  { minLength: 1, maxLength: 2 },
);

const time = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2026-12-31') });
const user = fc.oneof(
  fc.uuid().map((uuid) => `u-${uuid}`),
  personal,
);

/** Messages with something personal in every member, and in members that nobody knows. */
export const personalMessage: fc.Arbitrary<RealMessage> = fc
  .record({
    known: fc.record({
      botId: mostly(fc.uuid().map((uuid) => `st-${uuid}`)),
      orgId: mostly(fc.uuid().map((uuid) => `o-${uuid}`)),
      accountId: mostly(fc.stringMatching(/^[0-9a-f]{24}$/)),
      type: mostly(fc.constantFrom('incoming', 'outgoing')),
      status: mostly(fc.constantFrom('received', 'sent to cs')),
      channels: mostly(fc.array(fc.record({ type: mostly(fc.constant('rtm')), channelUId: personal }))),
      components: mostly(components),
      createdBy: mostly(user),
      lmodifiedBy: mostly(user),
      sessionId: mostly(fc.stringMatching(/^[0-9a-f]{24}$/)),
      chnl: mostly(fc.constant('rtm')),
      lang: mostly(fc.constant('en')),
      isD: mostly(fc.constantFrom(0, 1)),
      ms: mostly(fc.constant(1)),
      resourceid: mostly(fc.constant('messagestore')),
      tN: mostly(personal),
      tags: mostly(fc.record({ messageTags: tags, userTags: tags, sessionTags: tags, altText: tags })),
      author: mostly(fc.record({ id: user, type: fc.constantFrom('AGENT', 'Jane'), firstName: personal })),
      latency: mostly(fc.record({ totalMs: fc.nat(9_000), bot: anything })),
    }),
    unknown: fc.dictionary(fc.oneof(personal, inherited), anything, { maxKeys: 2, noNullPrototype: true }),
    at: time,
    id: fc.uuid(),
    odd: fc.option(personal),
    instant: mostly(fc.nat(15)),
  })
  .map(({ known, unknown, at, id, odd, instant }) => ({
    ...unknown,
    ...known,
    _id: odd ?? `ms-${id}`,
    createdOn: new Date(at).toISOString(),
    lmodifiedOn: new Date(at).toISOString(),
    timestampValue: typeof instant === 'number' ? at + instant : instant,
  }));
