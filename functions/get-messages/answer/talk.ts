import type { Conversation } from '../../domain/conversation.ts';
import { MessageMaker } from '../../domain/messages/made-row.ts';
import { KeptRun, MadeRun } from '../../domain/messages/made-run.ts';
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

  /** @param accountId of whoever asks first: a run is for one request */
  maker(accountId: string): MessageMaker {
    if (this.#maker) return this.#maker;
    const { slice, position } = this.#place;
    const session = { ...slice.indexEntryAt(position), conversation: this.#conversation, botId: slice.botId };
    this.#maker = new MessageMaker(session, accountId);
    return this.#maker;
  }
}

/** An imported message of a slice. */
export class KeptMessage extends KeptRun {
  readonly kind = 'kept';
  readonly place: Place;

  constructor(place: Place) {
    const { slice, position } = place;
    super({ startTime: slice.startAt(position) }, () => namedBy(slice.idAt(position)));
    this.place = place;
  }
}

export type Talk = MadeMessages | KeptMessage;
