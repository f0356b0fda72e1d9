import { dayMs } from '../dates.ts';
import type { IndexEntry } from '../query.ts';
import { tagTypes } from '../tag-types.ts';
import { codeOf } from './code.ts';
import { DictionaryBuilder } from './dictionary.ts';
import { IntListsBuilder, IntsBuilder } from './ints.ts';
import { mannerOf } from './manner.ts';
import { TextsBuilder } from './texts.ts';

/** What a slice holds, packed while it arrives: no entry need be kept until all are there. */
export class SliceBuilder {
  readonly day: number;
  readonly layer: string;
  readonly botId: string;
  readonly starts = new IntsBuilder();
  readonly lengths = new IntsBuilder();
  readonly codes = new IntsBuilder();
  readonly fencingTokens = new IntsBuilder();
  readonly ids = new TextsBuilder();
  readonly userNames = new DictionaryBuilder();
  readonly users = new IntListsBuilder();
  readonly callNames = new DictionaryBuilder();
  readonly calls = new IntsBuilder();
  readonly tagTexts = new DictionaryBuilder();
  readonly tags = new IntListsBuilder();
  readonly messages = new IntsBuilder();
  readonly mannerTexts = new DictionaryBuilder();
  readonly manners = new IntsBuilder();
  /** Where sessions of layers below are no more. */
  gone?: { starts: IntsBuilder; ids: TextsBuilder };

  /**
   * @param day days since 1970 (GMT), of all entries
   * @param layer whose index they are of
   * @param botId of all entries
   */
  constructor(day: number, layer = '', botId = '') {
    this.day = day;
    this.layer = layer;
    this.botId = botId;
  }

  /** What a slice of it takes of a piece of memory. */
  get bytes(): number {
    const { starts, lengths, codes, fencingTokens, ids, userNames, users, callNames, calls } = this;
    const { tagTexts, tags, messages, mannerTexts, manners, gone } = this;
    const sessions = [starts, lengths, codes, fencingTokens, ids, userNames, users, callNames, calls];
    const parts = [...sessions, tagTexts, tags, messages, mannerTexts, manners];
    if (gone) parts.push(gone.starts, gone.ids);
    return parts.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Adds a place at which a session of a layer below is no more. */
  addGone({ sessionId, startTime }: { sessionId: string; startTime: number }): void {
    this.gone ??= { starts: new IntsBuilder(), ids: new TextsBuilder() };
    this.gone.starts.add(startTime - this.day * dayMs);
    this.gone.ids.add(sessionId);
  }

  /** Adds an entry, in the order of the index. */
  add(entry: IndexEntry): void {
    const { sessionId, fencingToken, startTime, endTime, userIds, callId, tags, conversation } = entry;
    this.starts.add(startTime - this.day * dayMs);
    this.lengths.add(endTime - startTime);
    this.codes.add(codeOf(entry));
    this.fencingTokens.add(fencingToken);
    this.ids.add(sessionId);
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
}
