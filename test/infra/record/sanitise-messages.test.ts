import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RealMessage, RealRow } from '../../../infra/real-api/outcome.ts';
import { checkRows } from '../../../infra/record/check.ts';
import { messageForm } from '../../../infra/record/message-form.ts';
import { Replacements } from '../../../infra/record/replacements.ts';
import { type SanitisedRow, sanitise } from '../../../infra/record/sanitise.ts';
import { marked } from '../../../infra/record/sanitised.ts';
import { sessionForm } from '../../../infra/record/session-form.ts';
import { timesOf } from '../../support/thorough.ts';
import { personalMessage } from './personal-message.ts';

const dayMs = 86_400_000;
const shiftMs = -42 * dayMs;

function sanitised(rows: readonly RealMessage[], key: string, keep: readonly string[] = []) {
  const replacements = new Replacements(Buffer.from(key));
  const options = { form: messageForm, replacements, shiftMs, keep };
  return { rows: sanitise(rows, options), originals: replacements.originals };
}

/** What may stand in a recording as it stood in the source: the short list, by itself. */
const mayStay = new Set(
  `sms email rtm slack skype twitter msteams api kore facebook skypeforbusiness korevg incoming outgoing received pending
   delivered text template postback web_url message button list carousel quick_replies messagestore AGENT USER BOT en
   true false`
    .split(/\s+/)
    .concat('', 'sent to cs'),
);
const names = new Set(
  `_id botId orgId accountId type status channels components createdBy lmodifiedBy createdOn lmodifiedOn __lModifiedOn__
   timestampValue sessionId chnl lang isBB isD ms sT __v resourceid tN tags traceId author conversationId isA latency
   messageTags userTags sessionTags altText name value channelUId cT data thumbnails payload template_type text title
   subtitle buttons elements quick_replies content_type default_action image_url url id totalMs asr bot tts`.split(
    /\s+/,
  ),
);

/** Every text within, also within texts that are JSON: names of members, values, numbers as they are written. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...textsOf(jsonOf(value))];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsOf(inner)]);
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

const isTime = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text);
const isSmallCount = (text: string): boolean => /^\d{1,5}$/.test(text);
/** What is left of nothing. */
const isEmptyJson = (text: string): boolean => ['{}', '[]'].includes(text.replace(/\s/g, ''));
const isListed = (text: string): boolean => mayStay.has(text) || names.has(text) || isEmptyJson(text);

describe('sanitising messages', () => {
  const key = fc.stringMatching(/^[a-z]{32}$/);
  const messages = fc.array(personalMessage, { minLength: 1, maxLength: 3 });

  test('leaves no text of the source, wherever it stood, but those of the short list', () => {
    fc.assert(
      fc.property(messages, key, (rows, seed) => {
        const written = sanitised(rows, seed).rows.flatMap(textsOf);
        const source = new Set(rows.flatMap(textsOf));
        const stayed = written.filter(
          (text) => source.has(text) && !isListed(text) && !isSmallCount(text) && !isJsonOfListed(text),
        );
        expect(stayed).toEqual([]);
        const long = [...source].filter((text) => text.length >= 8 && !isListed(text));
        const all = written.filter((text) => !isTime(text) && !isListed(text) && jsonOf(text) === undefined);
        expect(long.filter((text) => all.some((each) => each.includes(text)))).toEqual([]);
      }),
      { numRuns: timesOf(1_000) },
    );
  });

  test('passes the check, which trusts nothing of it', () => {
    fc.assert(
      fc.property(messages, key, (rows, seed) => {
        const { rows: written, originals } = sanitised(rows, seed);
        expect(() => checkRows(written, messageForm, originals, [])).not.toThrow();
      }),
      { numRuns: timesOf(500) },
    );
  });

  test('ids of sessions, bots and users are those that sessions get', () => {
    const replacements = new Replacements(Buffer.from('key'));
    const keep: string[] = [];
    const ids = {
      sessionId: '69b01a00aaaabbbbccccdddd',
      botId: 'st-11111111-2222-3333-4444-555555555555',
    };
    const user = 'u-22222222-2222-3333-4444-555555555555';
    const session: RealRow = { ...ids, userId: user, start_time: '2026-03-10T12:34:56.789Z' };
    const message: RealMessage = {
      ...ids,
      _id: 'ms-33333333-2222-3333-4444-555555555555',
      createdBy: user,
      createdOn: '2026-03-10T12:35:56.789Z',
      timestampValue: Date.parse('2026-03-10T12:35:56.799Z'),
    };
    const [first] = sanitise([session], { form: sessionForm, replacements, shiftMs, keep });
    const [second] = sanitise([message], { form: messageForm, replacements, shiftMs, keep });
    expect(second).toMatchObject({
      sessionId: first?.['sessionId'],
      botId: first?.['botId'],
      createdBy: first?.['userId'],
      _id: expect.stringMatching(/^ms-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      createdOn: '2026-01-27T12:35:56.789Z',
      timestampValue: Date.parse('2026-01-27T12:35:56.799Z'),
    });
    expect(JSON.stringify([first, second])).not.toMatch(/aaaabbbb|11111111|22222222|33333333/);
  });

  test('a text that is JSON stays JSON of the same form, and says nothing', () => {
    const payload = {
      template_type: 'button',
      text: 'Dear Jane, is this right?',
      buttons: [{ type: 'postback', title: 'Yes, Jane', payload: 'jane@example.com' }],
      janes: 12,
    };
    const text = JSON.stringify({ type: 'template', payload });
    const row = {
      _id: 'ms-1',
      createdOn: '2026-03-10T12:35:56.789Z',
      components: [{ cT: 'text', data: { text } }],
    };
    const [written] = sanitised([row], 'key').rows;
    const recorded = JSON.stringify(written);
    const [component] = (JSON.parse(recorded) as { components: [{ cT: string; data: { text: string } }] })
      .components;
    expect(component.cT).toBe('text');
    expect(JSON.parse(component.data.text)).toMatchObject({
      type: 'template',
      payload: { template_type: 'button', buttons: [{ type: 'postback' }] },
    });
    expect(recorded).not.toMatch(/jane|right|yes|example|:12/i);
  });
});

/** A text that is JSON of nothing but what may stay. */
function isJsonOfListed(text: string): boolean {
  const json = jsonOf(text);
  return (
    json !== undefined && json !== null && textsOf(json).every((each) => isListed(each) || isSmallCount(each))
  );
}

describe('the check before messages are written', () => {
  const check =
    (row: Record<string, unknown>, originals: string[] = []) =>
    () =>
      checkRows([marked(row)] as SanitisedRow[], messageForm, new Set(originals), []);

  const inComponent = (text: string) => ({ components: [{ data: { text } }] });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['a word in a text', inComponent('Hello Jane'), []],
    ['a word in a text that is JSON', inComponent('{"text":"Hello Jane"}'), []],
    ['a name in a text that is JSON', inComponent('{"jane":true}'), []],
    ['JSON within JSON', inComponent(JSON.stringify({ text: '{"title":"Jane"}' })), []],
    ['JSON where no text is JSON', { tN: '{}' }, []],
    ['a replaced value in JSON', inComponent('{"text":"bcdfghjkmn"}'), ['bcdfghjkmn']],
    ['a channel that is not known', { channels: [{ type: 'Jane' }] }, []],
    ['a status that is not known', { status: 'read by Jane' }, []],
    ['who wrote it', { author: { type: 'Jane' } }, []],
    ['a name within a member', { author: { firstName: 'bcdfghjkmn' } }, []],
  ])('refuses %s', (_, row, originals) => {
    expect(check(row, originals)).toThrow('Nothing was written');
  });

  test('lets pass what is harmless and what was replaced', () => {
    const row = {
      type: 'incoming',
      channels: [{ type: 'rtm', channelUId: 'bcdfghjkmn' }],
      ...inComponent(
        '{"type":"template","payload":{"text":"bcdf ghjkmn","ok":true}}'.replace('"ok"', '"bcdfghjkmn"'),
      ),
      latency: { totalMs: 812, bot: 812 },
    };
    expect(check(row)).not.toThrow();
  });
});
