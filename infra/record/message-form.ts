import { membersOfSomeMessages, messageMembers } from '../../functions/domain/messages/members.ts';
import { vendorChannels } from '../../functions/domain/slices/conversation-code.ts';
import { isCount, isLanguage, oneOf } from './harmless.ts';
import type { KnownForm } from './known-form.ts';

const words = (text: string): string[] => text.split(' ');

const isDigit = (value: unknown): boolean => typeof value === 'boolean' || oneOf([0, 1, 2, 3])(value);

/** What templates are made of, as the vendor's message templates name it: names, and words that are no content. */
const templateNames = words(
  'type payload template_type text title subtitle buttons elements quick_replies content_type default_action image_url url',
);
const templateTypes = words('template postback web_url text message');
const templateKinds = words('button list carousel quick_replies');

/** Rows of getMessages. */
export const messageForm: KnownForm = {
  members: [...messageMembers, ...membersOfSomeMessages],
  within: {
    tags: words('messageTags userTags sessionTags altText name value'),
    channels: words('type channelUId'),
    components: [...words('_id cT data thumbnails'), ...templateNames],
    author: words('id type'),
    latency: words('totalMs asr bot tts'),
  },
  harmless: {
    type: oneOf(['incoming', 'outgoing']),
    status: oneOf(['received', 'sent to cs', 'pending', 'delivered']),
    chnl: oneOf(vendorChannels),
    lang: isLanguage,
    isBB: isDigit,
    isD: isDigit,
    ms: isDigit,
    sT: isDigit,
    __v: isDigit,
    isA: isDigit,
    resourceid: oneOf(['messagestore']),
    'channels.type': oneOf(vendorChannels),
    'components.cT': oneOf(['text']),
    'components.type': oneOf(templateTypes),
    'components.template_type': oneOf(templateKinds),
    'components.content_type': oneOf(['text']),
    'author.type': oneOf(['AGENT', 'USER', 'BOT']),
    'latency.totalMs': isCount,
    'latency.asr': isCount,
    'latency.bot': isCount,
    'latency.tts': isCount,
  },
  times: ['createdOn', 'lmodifiedOn', '__lModifiedOn__'],
  instants: ['timestampValue'],
  holdJson: ['components'],
};
