import { toIso } from '../dates.ts';
import type { IndexEntry } from '../query.ts';
import { markOf, messageIdOf, type SessionMark, uuidOf } from './ids.ts';
import { agentExchanges, type Exchange, exchanges } from './texts.ts';
import { mixed, seedOf } from './times.ts';

/** A session as far as its messages are made from it; its `conversation` is known. */
export type MadeFrom = Omit<IndexEntry, 'conversation' | 'fencingToken'> & {
  botId: string;
  conversation: NonNullable<IndexEntry['conversation']>;
};

/** What a request asks for in each row beside what is always there. */
export interface RowOptions {
  traceIds: boolean;
  latencies: boolean;
}

/** Makes the messages of one session; the same at every call. */
export class MessageMaker {
  readonly #session: MadeFrom;
  readonly #accountId: string;
  readonly #mark: SessionMark;
  readonly #seed: number;

  /** @param accountId of the emulator's account: it stands for the vendor's organization and account */
  constructor(session: MadeFrom, accountId: string) {
    this.#session = session;
    this.#accountId = accountId;
    this.#mark = markOf(session.sessionId);
    this.#seed = seedOf(session.sessionId);
  }

  /**
   * The row of a message, its members in the order of the vendor's newer samples.
   *
   * @param number from 0
   * @param time Unix ms
   */
  row(number: number, time: number, { traceIds, latencies }: RowOptions): Record<string, unknown> {
    const { sessionId, botId, startTime, userIds, conversation, containmentType } = this.#session;
    const { channel, language, isDeveloper } = conversation;
    const isIncoming = this.#isIncoming(number);
    const isOfAgent = containmentType === 'agent' && number >= this.#handover;
    const { task, text } = this.#said(number, isIncoming, isOfAgent);
    const [userId = ''] = userIds;
    const at = toIso(time);
    const channelUId = userIds[1];
    return {
      _id: messageIdOf(this.#mark, startTime, number),
      botId,
      orgId: `o-${this.#accountUuid()}`,
      accountId: this.#accountHex(),
      type: isIncoming ? 'incoming' : 'outgoing',
      status: isIncoming ? (isOfAgent ? 'sent to cs' : 'received') : isOfAgent ? 'delivered' : 'pending',
      channels: [{ type: channel, ...(channelUId === undefined ? {} : { channelUId }) }],
      components: [{ _id: `cp-${this.#uuid('cp', number)}`, cT: 'text', data: { text }, thumbnails: [] }],
      createdBy: userId,
      lmodifiedBy: userId,
      createdOn: at,
      lmodifiedOn: at,
      __lModifiedOn__: `${at.slice(0, 19)}.000Z`,
      timestampValue: time + (mixed(this.#seed, number) % timestampLateMs),
      sessionId,
      chnl: channel,
      lang: language,
      isBB: isDeveloper ? 1 : 0,
      isD: isDeveloper ? 1 : 0,
      ms: 1,
      sT: 1,
      __v: 0,
      resourceid: 'messagestore',
      ...(isIncoming || isOfAgent || task === undefined ? {} : { tN: task }),
      tags: this.#tags(),
      ...(traceIds && isIncoming ? { traceId: this.#uuid('trace', number) } : {}),
      ...(isOfAgent ? this.#agent(isIncoming) : {}),
      ...(latencies && !isIncoming ? { latency: this.#latency(number) } : {}),
    };
  }

  /** A row of a call, which is of another shape (vendor page; the form of its time is assumed). */
  callRow(number: number, time: number): Record<string, unknown> {
    const isIncoming = this.#isIncoming(number);
    const isOfAgent = this.#session.containmentType === 'agent' && number >= this.#handover;
    const { text } = this.#said(number, isIncoming, isOfAgent);
    return { type: isIncoming ? 'incoming' : 'outgoing', text, timestamp: toIso(time) };
  }

  /** Only of an interactive session is there anything from the user, and that comes first. */
  #isIncoming(number: number): boolean {
    return this.#session.sessionType === 'interactive' && number % 2 === 0;
  }

  /** From which number on an agent answers: the last third, and at least the last message. */
  get #handover(): number {
    const { messages } = this.#session.conversation;
    return Math.min(Math.ceil((messages * 2) / 3), messages - 1);
  }

  #said(number: number, isIncoming: boolean, isOfAgent: boolean): { task: string | undefined; text: string } {
    const known: readonly [Exchange, ...Exchange[]] = isOfAgent ? agentExchanges : exchanges;
    const turn = Math.floor(number / 2);
    const at = isOfAgent || number < 2 ? turn : this.#seed + turn;
    const { task, asks, answers } = known[at % known.length] ?? known[0];
    return { task, text: isIncoming ? asks : answers };
  }

  #tags(): Record<string, unknown> {
    const tagsOf = (type: string) =>
      this.#session.tags.filter((tag) => tag.type === type).map(({ name, value }) => ({ value, name }));
    return { messageTags: [], userTags: tagsOf('user'), sessionTags: tagsOf('session'), altText: [] };
  }

  #agent(isIncoming: boolean): Record<string, unknown> {
    const author = isIncoming ? {} : { author: { id: `u-${this.#uuid('agent', 0)}`, type: 'AGENT' } };
    return { ...author, conversationId: `c-${this.#uuid('conversation', 0)}`, isA: true };
  }

  /** ms; speech plays a part on voice channels alone. */
  #latency(number: number): Record<string, number> {
    const isVoice = voiceChannels.has(this.#session.conversation.channel);
    const [asr, bot, tts] = [0, 1, 2].map((part) => mixed(this.#seed + part, number)) as [
      number,
      number,
      number,
    ];
    const parts = {
      asr: isVoice ? 80 + (asr % 240) : 0,
      bot: 120 + (bot % 900),
      tts: isVoice ? 60 + (tts % 180) : 0,
    };
    return { totalMs: parts.asr + parts.bot + parts.tts, ...parts };
  }

  #uuid(what: string, number: number): string {
    const { other } = this.#mark;
    const salt = mixed(seedOf(what), number);
    return uuidOf(
      (part) => (Number.parseInt(other.slice(part * 8, part * 8 + 8), 16) ^ mixed(salt, part)) >>> 0,
    );
  }

  #accountUuid(): string {
    const seed = seedOf(this.#accountId);
    return uuidOf((part) => mixed(seed, part));
  }

  #accountHex(): string {
    return this.#accountUuid().replaceAll('-', '').slice(0, 24);
  }
}

// In samples it is that of `createdOn`, or some ms later.
const timestampLateMs = 16;

const voiceChannels = new Set(['korevg', 'ivr', 'ivrVoice', 'twiliovoice', 'audiocodes']);
