import { vendorMembers } from '../../functions/domain/rows/names.ts';
import { containmentTypes, sessionStatuses, sessionTypes } from '../../functions/domain/session.ts';
import { vendorChannels } from '../../functions/domain/slices/conversation-code.ts';
import { isCount, isLanguage, oneOf } from './harmless.ts';
import type { KnownForm } from './known-form.ts';

/** Rows of getSessions. */
export const sessionForm: KnownForm = {
  members: vendorMembers,
  within: { tags: ['userTags', 'sessionTags', 'altText', 'name', 'value'] },
  harmless: {
    channel: oneOf(vendorChannels),
    session_lang: (value) => (Array.isArray(value) ? value.every(isLanguage) : isLanguage(value)),
    sessionType: oneOf(sessionTypes),
    isDeveloper: oneOf([true, false, 0, 1]),
    sessionStatus: oneOf(sessionStatuses),
    noOfMessagesExchanged: isCount,
    noOfTasksExecuted: isCount,
    containmentType: oneOf([...containmentTypes, null]),
  },
  times: ['start_time', 'end_time'],
  instants: [],
  holdJson: [],
};
