import { dayMs } from '../dates.ts';
import { tagTypes } from '../tag-types.ts';
import type { Dictionary, DictionaryBuilder } from './dictionary.ts';
import type { Slice } from './slice.ts';
import type { SliceBuilder } from './slice-builder.ts';

/**
 * Adds entries of one slice to another of the same day, in the order of the index, without taking them apart: what both
 * know by numbers is renumbered.
 */
export function addingFrom(slice: Slice, content: SliceBuilder): (position: number) => void {
  const { users, calls, tags, messages, manners, ...from } = slice.traits;
  const { traits } = content;
  const user = renumbered(from.userNames, traits.userNames);
  const call = renumbered(from.callNames, traits.callNames);
  const tagText = renumbered(from.tagTexts, traits.tagTexts);
  const manner = renumbered(from.mannerTexts, traits.mannerTexts);
  const midnight = content.day * dayMs;
  return (position) => {
    const startTime = slice.startAt(position);
    content.starts.add(startTime - midnight);
    content.lengths.add(slice.endAt(position) - startTime);
    content.codes.add(slice.codeAt(position));
    content.fencingTokens.add(slice.fencingTokenAt(position));
    content.ids.add(slice.idAt(position));
    for (let at = users.begin(position); at < users.end(position); at++)
      traits.users.add(user(users.valueAt(at)));
    traits.users.endList();
    const callNumber = calls[position] ?? 0;
    traits.calls.add(callNumber === 0 ? 0 : call(callNumber - 1) + 1);
    for (let at = tags.begin(position); at < tags.end(position); at += 2) {
      const nameAndType = tags.valueAt(at);
      const type = nameAndType % tagTypes.length;
      traits.tags.add(tagText((nameAndType - type) / tagTypes.length) * tagTypes.length + type);
      traits.tags.add(tagText(tags.valueAt(at + 1)));
    }
    traits.tags.endList();
    const count = messages[position] ?? 0;
    traits.messages.add(count);
    traits.manners.add(count === 0 ? 0 : manner(manners[position] ?? 0));
  };
}

/** The number that a text of one dictionary has in another, where each is looked up once. */
function renumbered(from: Dictionary, to: DictionaryBuilder): (number: number) => number {
  const known = new Int32Array(from.length).fill(-1);
  return (number) => {
    const before = known[number] ?? -1;
    if (before >= 0) return before;
    const added = to.add(from.at(number));
    known[number] = added;
    return added;
  };
}
