import type { Conversation } from '../../domain/conversation.ts';
import { MessageMaker } from '../../domain/messages/made-row.ts';
import { MadeRun } from '../../domain/messages/made-run.ts';
import type { Run } from '../../domain/messages/timeline.ts';
import type { Matches } from '../../domain/slices/matches.ts';
import type { Place } from '../../domain/slices/select.ts';
import { namedBy } from '../../store/table/keys.ts';

/** The messages that are made from a session of a slice. */
export class MadeMessages extends MadeRun {
  readonly kind = 'made';
  readonly #place: Place;
  readonly #conversation: Conversation;
  #maker: MessageMaker | undefined;

  constructor(place: Place, conversation: Conversation) {
    const { slice, position } = place;
    const times = { startTime: slice.startAt(position), endTime: slice.endAt(position) };
    super(times, conversation.messages, () => slice.idAt(position));
    this.#place = place;
    this.#conversation = conversation;
  }

  placeOf(): Place {
    return this.#place;
  }

  /** @param accountId of whoever asks first: a run is for one request */
  maker(accountId: string): MessageMaker {
    if (this.#maker) return this.#maker;
    const { slice, position } = this.#place;
    const session = { ...slice.indexEntryAt(position), conversation: this.#conversation, botId: slice.botId };
    this.#maker = new MessageMaker(session, accountId);
    return this.#maker;
  }
}

/** Imported messages of a slice, which stand in it by their times. */
export class KeptMessages implements Run {
  readonly kind = 'kept';
  readonly from: number;
  readonly to: number;
  readonly messages: number;
  readonly #matches: Matches;

  /** @param matches at least one */
  constructor(matches: Matches) {
    this.messages = matches.count;
    this.#matches = matches;
    this.from = this.timeOf(0);
    this.to = this.timeOf(matches.count - 1);
  }

  placeOf(number: number): Place {
    return { slice: this.#matches.slice, position: this.#matches.positionAt(number) };
  }

  timeOf(number: number): number {
    const { slice, position } = this.placeOf(number);
    return slice.startAt(position);
  }

  keyOf(number: number): string {
    const { slice, position } = this.placeOf(number);
    return namedBy(slice.idAt(position));
  }

  upTo(instant: number): number {
    let [low, high] = [0, this.messages];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeOf(middle) <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export type Talk = MadeMessages | KeptMessages;
