/** A row as the newer answers have it. */
export const newer = {
  sessionId: '69b0123456789abcdef01234',
  botId: 'st-1',
  channel: 'rtm',
  userId: 'u-8c4ca335-3152-5622-9cbb-51c6daf6c12f',
  start_time: '2026-03-10T07:10:38.695Z',
  end_time: '2026-03-10T07:20:39.201Z',
  session_lang: ['en'],
  sessionType: 'interactive',
  isDeveloper: false,
  sessionStatus: 'closed',
  tags: { userTags: [], sessionTags: [{ value: 'billing', name: 'topic' }], altText: [] },
  noOfMessagesExchanged: 7,
  noOfTasksExecuted: 2,
  containmentType: 'selfService',
};

/** What filters see of a row, as far as its kind changes it. */
export interface Seen {
  /** Its start, where it is not that of `newer`. */
  start?: string;
  containmentType?: 'dropOff' | 'selfService' | 'agent' | null;
  sessionType?: 'interactive' | 'non-interactive' | null;
  userId?: string;
  tag?: { name: string; value: string | number | boolean | null; type?: 'user' | 'session' };
}

export interface Kind {
  name: string;
  /** The row as the file has it. */
  text: string;
  /** The row as it comes back; absent: as it was given. */
  back?: string;
  seen?: Seen;
  /** Codes of what is said to be odd. */
  odd: string[];
}

const { stringify } = JSON;

function kind(name: string, changes: object, odd: string[] = [], seen?: Seen): Kind {
  return { name, text: stringify({ ...newer, ...changes }), odd, ...(seen && { seen }) };
}

/** The row with a part of its text replaced: what `JSON.stringify` would not write. */
function written(name: string, from: string, to: string, odd: string[] = [], seen?: Seen): Kind {
  return { name, text: stringify(newer).replace(from, to), odd, ...(seen && { seen }) };
}

const manyTags = Array.from({ length: 150 }, (_, index) => ({ value: `v${index}`, name: 'many' }));
const { userTags, sessionTags } = newer.tags;
const withTag = (value: unknown) => ({
  tags: { userTags, sessionTags: [{ value, name: 'mixed' }], altText: [] },
});
const { sessionStatus: _status, ...withoutStatus } = newer;
const { userId: _user, ...withoutUser } = newer;

/** Rows as real files have them. */
export const kinds: readonly Kind[] = [
  kind('the older form, without altText', { tags: { userTags, sessionTags } }),
  kind('the newer form, with an empty altText', {}),
  kind('an altText that is not empty', {
    tags: { userTags, sessionTags, altText: [{ value: 'x', name: 'y' }] },
  }),
  kind('altText in an entry of a tag', {
    tags: { userTags, sessionTags: [{ value: 'a', name: 'b', altText: 'c' }] },
  }),
  kind('an unknown member of the row', { conversationId: 'c-1' }, ['unknown_member']),
  kind('an unknown member of tags', { tags: { userTags, sessionTags, moreTags: [{ a: 1 }] } }),
  kind('an unknown member of a tag', {
    tags: { userTags, sessionTags: [{ value: 'a', name: 'b', at: { deep: [1, null] } }] },
  }),
  kind('an _id beside the members', { _id: { $oid: '69b0123456789abcdef01234' } }, ['unknown_member']),
  written(
    'members in another order, an unknown one first',
    '{"sessionId"',
    '{"7":1,"b":2,"3":3,"sessionId"',
    ['unknown_member', 'unknown_member', 'unknown_member'],
  ),
  written('a member of the name __proto__', '"channel"', '"__proto__":{"a":1},"channel"', ['unknown_member']),
  written('a number written as 7.0', '"noOfMessagesExchanged":7', '"noOfMessagesExchanged":7.0'),
  written('a number written as 1e3', '"noOfMessagesExchanged":7', '"noOfMessagesExchanged":1e3'),
  written('a number beyond what a double holds', '"channel"', '"big":12345678901234567890,"channel"', [
    'unknown_member',
  ]),
  written('characters that are escaped', '"rtm"', '"r\\u0074m\\/\\u00e9"'),
  written('a name that comes twice', '"channel":"rtm"', '"channel":"sms","channel":"rtm"'),
  kind('end_time null', { end_time: null }, ['end_time_null']),
  kind('end_time before the start', { end_time: '2026-03-10T07:00:00.000Z' }, ['end_before_start']),
  kind('end_time that is no time', { end_time: 'later' }, ['end_time_unreadable']),
  kind('containmentType null', { containmentType: null }, ['containmentType_null'], {
    containmentType: null,
  }),
  kind('a new containmentType', { containmentType: 'deflected' }, ['containmentType_unknown'], {
    containmentType: null,
  }),
  kind('a containmentType in another case', { containmentType: 'selfservice' }, ['containmentType_unknown'], {
    containmentType: null,
  }),
  kind('a new sessionType', { sessionType: 'proactive' }, ['sessionType_unknown'], { sessionType: null }),
  kind('sessionType null', { sessionType: null }, ['sessionType_null'], { sessionType: null }),
  kind(
    'a new sessionStatus',
    { sessionStatus: 'archived', containmentType: 'agent' },
    ['sessionStatus_unknown'],
    {
      containmentType: 'agent',
    },
  ),
  kind('sessionStatus null', { sessionStatus: null }),
  {
    name: 'no sessionStatus, as in 2021',
    text: stringify(withoutStatus),
    back: stringify(newer),
    odd: [],
  },
  kind('active and agent', { sessionStatus: 'active', containmentType: 'agent' }, [], {
    containmentType: 'agent',
  }),
  kind('counts as text', { noOfMessagesExchanged: '7', noOfTasksExecuted: '2' }, [
    'count_not_number',
    'count_not_number',
  ]),
  kind('counts null', { noOfMessagesExchanged: null, noOfTasksExecuted: null }, [
    'count_not_number',
    'count_not_number',
  ]),
  kind('counts that are objects', { noOfMessagesExchanged: { toString: null }, noOfTasksExecuted: [1] }, [
    'count_not_number',
    'count_not_number',
  ]),
  kind('session_lang as one text', { session_lang: 'en' }, ['session_lang_not_array']),
  kind('session_lang null', { session_lang: null }, ['session_lang_not_array']),
  kind('isDeveloper 1', { isDeveloper: 1 }, ['is_developer_not_boolean']),
  kind('isDeveloper 0', { isDeveloper: 0 }, ['is_developer_not_boolean']),
  kind('isDeveloper an object', { isDeveloper: { toString: null } }, ['is_developer_not_boolean']),
  kind('isDeveloper "true"', { isDeveloper: 'true' }, ['is_developer_not_boolean']),
  { name: 'no userId', text: stringify(withoutUser), odd: ['user_id_missing'] },
  kind('userId null', { userId: null }, ['user_id_missing']),
  kind('userId a number', { userId: 1234 }, ['user_id_not_text'], { userId: '1234' }),
  kind('start with an offset', { start_time: '2026-03-10T12:40:38.695+05:30' }, ['start_time_form']),
  kind('start without a zone', { start_time: '2026-03-10T07:10:38.695' }, ['start_time_form']),
  kind('start in epoch ms', { start_time: Date.parse(newer.start_time) }, ['start_time_form']),
  kind(
    'start in epoch seconds',
    { start_time: 1_773_126_638, end_time: 1_773_127_238 },
    ['start_time_form', 'end_time_form'],
    {
      start: '2026-03-10T07:10:38.000Z',
    },
  ),
  kind('more than 100 tags', { tags: { userTags, sessionTags: manyTags, altText: [] } }, [], {
    tag: { name: 'many', value: 'v149' },
  }),
  kind('a tag value of 3,000 characters', withTag('x'.repeat(3000)), [], {
    tag: { name: 'mixed', value: 'x'.repeat(3000) },
  }),
  kind('a tag value that is a number', withTag(5), [], { tag: { name: 'mixed', value: 5 } }),
  kind('a tag value that is true', withTag(true), [], { tag: { name: 'mixed', value: true } }),
  kind('a tag value that is null', withTag(null), [], { tag: { name: 'mixed', value: null } }),
  kind('a tag value that is an object', withTag({ a: [1, 2] }), [], {
    tag: { name: 'mixed', value: '{"a":[1,2]}' },
  }),
  kind('tags null', { tags: null }, ['tags_not_object']),
  kind('sessionTags null', { tags: { userTags: [], sessionTags: null } }, ['tags_not_array']),
  {
    name: 'pretty-printed, with CRLF',
    text: stringify(newer, undefined, 2).replaceAll('\n', '\r\n'),
    back: stringify(newer),
    odd: [],
  },
];
