import type { IndexEntry } from '../query.ts';
import { tagTypes } from '../tag-types.ts';
import { mannerOf } from './conversation-code.ts';
import { type Dictionary, DictionaryBuilder } from './dictionary.ts';
import { type IntLists, IntListsBuilder, type Ints, IntsBuilder } from './ints.ts';
import { Memory } from './memory.ts';

/** What an entry says that filters ask for by name, and messages are made from. */
export type EntryTraits = Pick<IndexEntry, 'userIds' | 'callId' | 'tags' | 'conversation'>;

/** The same of all sessions of a slice, by their positions. */
export interface Traits {
  userNames: Dictionary;
  users: IntLists;
  callNames: Dictionary;
  /** Number of the call id plus one; 0 for none. */
  calls: Ints;
  tagTexts: Dictionary;
  /** Of each tag two numbers: that of its name times the types there are, plus that of its type; that of its value. */
  tags: IntLists;
  /** How many messages a session has, plus one; 0 where that is not noted. */
  messages: Ints;
  mannerTexts: Dictionary;
  manners: Ints;
}

/** Traits as they arrive. */
export class TraitsBuilder {
  readonly userNames = new DictionaryBuilder();
  readonly users = new IntListsBuilder();
  readonly callNames = new DictionaryBuilder();
  readonly calls = new IntsBuilder();
  readonly tagTexts = new DictionaryBuilder();
  readonly tags = new IntListsBuilder();
  readonly messages = new IntsBuilder();
  readonly mannerTexts = new DictionaryBuilder();
  readonly manners = new IntsBuilder();

  /** Adds those of the next position. */
  add({ userIds, callId, tags, conversation }: EntryTraits): void {
    for (const userId of userIds) this.users.add(this.userNames.add(userId));
    this.users.endList();
    this.calls.add(callId === undefined ? 0 : this.callNames.add(callId) + 1);
    for (const { type, name, value } of tags) {
      this.tags.add(this.tagTexts.add(name) * tagTypes.length + tagTypes.indexOf(type));
      this.tags.add(this.tagTexts.add(value));
    }
    this.tags.endList();
    this.messages.add(conversation === undefined ? 0 : conversation.messages + 1);
    this.manners.add(conversation === undefined ? 0 : this.mannerTexts.add(mannerOf(conversation)));
  }

  /** What they take of a piece of memory. */
  get bytes(): number {
    const { userNames, users, callNames, calls, tagTexts, tags, messages, mannerTexts, manners } = this;
    const parts = [userNames, users, callNames, calls, tagTexts, tags, messages, mannerTexts, manners];
    return parts.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  build(memory = new Memory(this.bytes)): Traits {
    return {
      userNames: this.userNames.build(memory),
      users: this.users.build(memory),
      callNames: this.callNames.build(memory),
      calls: this.calls.build(memory),
      tagTexts: this.tagTexts.build(memory),
      tags: this.tags.build(memory),
      messages: this.messages.build(memory),
      mannerTexts: this.mannerTexts.build(memory),
      manners: this.manners.build(memory),
    };
  }
}

/** Memory that traits take. */
export function traitBytes(traits: Traits): number {
  const { userNames, users, callNames, calls, tagTexts, tags, messages, mannerTexts, manners } = traits;
  const parts = [userNames, users, callNames, tagTexts, tags, mannerTexts];
  const arrays = [calls, messages, manners];
  return (
    parts.reduce((sum, { bytes }) => sum + bytes, 0) +
    arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)
  );
}
