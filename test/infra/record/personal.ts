import * as fc from 'fast-check';
import type { RealRow } from '../../../infra/real-api/outcome.ts';

const name = fc.constantFrom('Jane Miller', 'Ömer Şahin', 'Li Wei', "Siobhán O'Brien", '山田太郎', 'Zoë');
const mail = fc.constantFrom('jane.miller@example.com', 'o.sahin+chat@firma.example.de', 'LI@WEI.CN');
const phone = fc.constantFrom('+49 170 1234567', '(555) 867-5309', '00491701234567', '5558675309');
const id = fc.oneof(
  fc.uuid(),
  fc.uuid().map((uuid) => `u-${uuid}`),
  fc.constantFrom('507f1f77bcf86cd799439011', 'DE89370400440532013000', 'A-4711', '4111111111111111'),
);
const freeText = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom('I moved to 5 Elm Street, call me', 'my password is hunter2', 'agent', 'en', 'sms', 'x'),
);

/** Names that every object answers to. */
export const inherited = fc.constantFrom('toString', 'constructor', '__proto__', 'valueOf', 'hasOwnProperty');

/** What people are known by, and what they say. */
export const personal: fc.Arbitrary<string> = fc.oneof(name, mail, phone, id, freeText);

export const anything: fc.Arbitrary<unknown> = fc.oneof(
  personal,
  fc.integer({ min: -1_000_000, max: 9_999_999_999 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.array(personal, { maxLength: 3 }),
  fc.dictionary(fc.oneof(personal, fc.constantFrom('name', 'note', 'value')), personal, {
    maxKeys: 3,
    noNullPrototype: true,
  }),
);

const tagValue = fc.oneof(personal, fc.integer(), fc.boolean());
export const tags = fc.array(fc.record({ name: personal, value: tagValue }), { maxLength: 3 });

/** Most of the time what a member holds, and now and then anything. */
export const mostly = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: anything });

const start = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2026-12-31') });

/** Rows with something personal in every member, and in members that nobody knows. */
export const personalRow: fc.Arbitrary<RealRow> = fc
  .record({
    known: fc.record({
      botId: mostly(fc.uuid().map((uuid) => `st-${uuid}`)),
      channel: mostly(fc.constantFrom('rtm', 'sms')),
      userId: mostly(personal),
      session_lang: mostly(fc.constant(['en'])),
      sessionType: mostly(fc.constant('interactive')),
      isDeveloper: mostly(fc.boolean()),
      sessionStatus: mostly(fc.constant('closed')),
      tags: mostly(fc.record({ userTags: tags, sessionTags: tags })),
      noOfMessagesExchanged: mostly(fc.nat(50)),
      noOfTasksExecuted: mostly(fc.nat(50)),
      containmentType: mostly(fc.constant('agent')),
    }),
    unknown: fc.dictionary(fc.oneof(personal, inherited), anything, { maxKeys: 3, noNullPrototype: true }),
    start,
    hex: fc.stringMatching(/^[0-9a-f]{16}$/),
    isOdd: fc.boolean(),
    odd: personal,
  })
  .map(({ known, unknown, start: at, hex, isOdd, odd }) => ({
    ...unknown,
    ...known,
    sessionId: isOdd
      ? odd
      : Math.floor(at / 1000)
          .toString(16)
          .padStart(8, '0') + hex,
    start_time: new Date(at).toISOString(),
    end_time: new Date(at + 60_000).toISOString(),
  }));
