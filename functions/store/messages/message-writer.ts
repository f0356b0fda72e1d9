import { botDaysOf, nowhere } from '../../domain/bot-days.ts';
import type { Layers } from '../../domain/layers.ts';
import type { Message } from '../../domain/messages/message.ts';
import { layersOf } from '../head/head.ts';
import type { HeldLease } from '../head/held-lease.ts';
import type { Leases } from '../head/leases.ts';
import { entryOf } from '../sessions/session-item.ts';
import type { SessionRecord } from '../sessions/session-record.ts';
import type { SessionWriter } from '../sessions/session-writer.ts';
import { orThrottled, type SessionStore, type WriteResult } from '../sessions/sessions.ts';
import { placeOf, type SessionPlace } from '../sessions/stored-sessions.ts';
import {
  type AccountLife,
  type DataSet,
  isKeptMessageId,
  keptMessageId,
  messageMarkId,
  messagesOf,
  namedBy,
} from '../table/keys.ts';
import { daysBySession } from './message-batches.ts';
import { daysOfMark, type KeptMessage, noSession, toKept, toKeptItem, toMark } from './message-item.ts';

const marksAtOnce = 500;

/** Writes imported messages, under the same lease as sessions: who reads sees all of a call or nothing. */
export class MessageWriter {
  readonly #sessions: SessionStore;
  readonly #writer: SessionWriter;
  readonly #leases: Leases;

  constructor(sessions: SessionStore, writer: SessionWriter, leases: Leases) {
    this.#sessions = sessions;
    this.#writer = writer;
    this.#leases = leases;
  }

  /**
   * Writes messages in their order, each in place of one with its id; see `SessionWriter.write`. From then on nothing is
   * made up for the sessions that they name.
   *
   * @param until when no more are begun, by the clock that is never set
   * @throws AccountGoneError, AccountBusyError, ThrottledError
   */
  async write(
    account: AccountLife & DataSet,
    messages: readonly Message[],
    until?: number,
  ): Promise<WriteResult> {
    const nothing = { written: 0, replaced: 0, settled: true };
    if (messages.length === 0) return nothing;
    const last = [...new Map(messages.map((message) => [message.messageId, message])).values()];
    const kept = messages.map(toKept);
    const marked = daysBySession(last);
    const botDays = botDaysOf([...kept, ...[...marked.keys()].map((id) => toMark(id, []))]);
    const result = await this.#leases.run(account, { botDays }, async (lease) => {
      if (lease.head.epoch !== account.epoch) return { result: nothing, settled: true };
      const layers = layersOf(lease.head);
      const marks = await this.#marksOf(layers, marked);
      // What they hold is little, and messages without them would be doubled by made-up ones.
      const { settled: areMarked, throttled } = await this.#sessions.writeItems(
        layers,
        marks,
        toKeptItem,
        lease,
      );
      if (throttled) return { result: { ...nothing, stoppedAt: 0, throttled }, settled: false };
      const now = new Map(last.map(({ messageId, sessionId }) => [keptMessageId(messageId), sessionId]));
      const left = new Set<string>();
      const result = await this.#sessions.writeItems(
        layers,
        kept,
        toKeptItem,
        lease,
        until,
        undefined,
        (before) => {
          for (const { sessionId: id, callId } of before) {
            if (callId !== undefined && callId !== now.get(id)) left.add(callId);
          }
        },
      );
      const unmarked = await this.#unmark(layers, left, lease);
      const settled = areMarked && result.settled && unmarked;
      return { result: { ...result, settled }, settled };
    });
    return orThrottled(result);
  }

  /**
   * Takes away the marks of sessions that messages have left, of those of which none is left.
   *
   * @returns whether the index shows none of them any more
   */
  async #unmark(layers: Layers, left: ReadonlySet<string>, lease: HeldLease): Promise<boolean> {
    if (left.size === 0) return true;
    const empty = new Set(left);
    for await (const records of this.#sessions.readMessageRecords(layers)) {
      for (const record of records) if (isKeptMessageId(record.sessionId)) empty.delete(sessionOf(record));
    }
    if (empty.size === 0) return true;
    const places = await this.#sessions.placesById(layers, [...empty].map(messageMarkId));
    await lease.widen(botDaysOf(places));
    return this.#sessions.delete(layers, places, lease);
  }

  /** The marks that are missing, or name too few days. */
  async #marksOf(layers: Layers, days: ReadonlyMap<string, ReadonlySet<number>>): Promise<KeptMessage[]> {
    const marks: KeptMessage[] = [];
    const ids = [...days.keys()];
    for (let at = 0; at < ids.length; at += marksAtOnce) {
      const part = ids.slice(at, at + marksAtOnce);
      const found = await this.#sessions.find(layers, part.map(messageMarkId));
      const known = new Map(found.map(({ entry, row }) => [namedBy(entry.sessionId), daysOfMark(row.text)]));
      for (const id of part) {
        const before = known.get(id);
        const all = new Set([...(before ?? []), ...(days.get(id) ?? [])]);
        if (!before || all.size > before.length)
          marks.push(
            toMark(
              id,
              [...all].sort((a, b) => a - b),
            ),
          );
      }
    }
    return marks;
  }

  /**
   * Removes imported messages: all, those of some sessions, or those of a bot. What they stood for is made up again.
   *
   * @param mayGoOn asked now and then
   * @returns how many messages, and whether some are left as there was no more time
   * @throws AccountGoneError, AccountBusyError
   */
  async delete(
    account: AccountLife & DataSet,
    which: WhichMessages,
    mayGoOn: () => boolean,
  ): Promise<{ deleted: number; settled: boolean; more: boolean }> {
    let [deleted, more] = [0, false];
    const sessions = this.#sessions;
    async function* places(layers: Layers): AsyncGenerator<SessionPlace[]> {
      const marks: SessionPlace[] = [];
      const left = new Set<string>();
      for await (const records of sessions.readMessageRecords(layers)) {
        more = !mayGoOn();
        if (more) return;
        const messages: SessionPlace[] = [];
        for (const record of records) {
          if (!isKeptMessageId(record.sessionId)) marks.push(placeOf(record));
          else if (isMeant(record, which)) messages.push(placeOf(record));
          else left.add(sessionOf(record));
        }
        deleted += messages.length;
        if (messages.length > 0) yield messages;
      }
      // A mark goes last: as long as a message is there, its session has it.
      const needless = marks.filter(({ sessionId }) => !left.has(namedBy(sessionId)));
      for (let at = 0; at < needless.length; at += marksAtOnce) yield needless.slice(at, at + marksAtOnce);
    }
    const { settled } = await this.#writer.delete(account, nowhere, places, false);
    return { deleted, settled, more };
  }
}

/** Of which sessions and of which bot; of all where neither is given. */
export interface WhichMessages {
  sessionIds?: ReadonlySet<string>;
  botId?: string | undefined;
}

function isMeant(record: SessionRecord, { sessionIds, botId }: WhichMessages): boolean {
  if (botId !== undefined && record.botId !== messagesOf(botId)) return false;
  return sessionIds === undefined || sessionIds.has(sessionOf(record));
}

/** The session that a message or a mark is of. */
function sessionOf(record: SessionRecord): string {
  return isKeptMessageId(record.sessionId)
    ? (entryOf(record).callId ?? noSession)
    : namedBy(record.sessionId);
}
