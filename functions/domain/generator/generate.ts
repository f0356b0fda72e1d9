import type { Session } from '../session.ts';
import { type GeneratorArguments, totalOf } from './arguments.ts';
import { drawConversation, drawDuration } from './conversation.ts';
import { sessionIdAt, uuid } from './identifiers.ts';
import { People } from './people.ts';
import { type Random, streamOf } from './random.ts';
import { type Start, startsOf } from './starts.ts';
import { drawTags } from './tags.ts';
import { type GroundTruth, TruthTally } from './truth.ts';
import { WeightedChoice } from './weights.ts';

/** The channel of the vendor's voice gateway: its sessions carry a call id. */
const voiceChannel = 'korevg';

function endOf(start: Start, args: GeneratorArguments, random: Random): number {
  if (start.active) return args.to + random.between(1, args.activeForMs);
  const end = start.at + drawDuration(args.medianDurationMs, random);
  // Cutting at `to` would let many sessions end in the same millisecond.
  return end <= args.to ? end : random.between(start.at, args.to);
}

/**
 * The sessions of the arguments, oldest start first, one by one: a million need not be held at once.
 * The same arguments give the same sessions. None has its status fixed.
 */
export function* generate(args: GeneratorArguments): Generator<Session, void> {
  const stream = (purpose: string): Random => streamOf(String(args.seed), purpose);
  const { mix, tags } = args;
  const bots = new WeightedChoice(args.bots.map(({ botId, weight }) => [botId, weight]));
  const containmentTypes = WeightedChoice.of(mix.containmentType);
  const sessionTypes = WeightedChoice.of(mix.sessionType);
  const channels = WeightedChoice.of(mix.channel);
  const languages = WeightedChoice.of(mix.language).values;
  const people = new People(args, totalOf(args));
  // By bot, so that generations of one seed for different bots of an account do not meet.
  const ids = new Map(args.bots.map(({ botId }) => [botId, stream(`ids/${botId}`)]));
  const draws = {
    bot: stream('bot'),
    containmentType: stream('containmentType'),
    sessionType: stream('sessionType'),
    channel: stream('channel'),
    language: stream('language'),
    duration: stream('duration'),
    conversation: stream('conversation'),
    tags: stream('tags'),
    developer: stream('developer'),
    call: stream('call'),
  };

  function languagesOf(first: string): string[] {
    const others = languages.filter((language) => language !== first);
    if (!draws.language.chance(mix.secondLanguage) || others.length === 0) return [first];
    return [first, draws.language.oneOf(others)];
  }

  for (const start of startsOf(args)) {
    const botId = start.botId ?? bots.draw(draws.bot);
    const person = people.next();
    const channel = channels.draw(draws.channel);
    const endTime = endOf(start, args, draws.duration);
    const sessionType = sessionTypes.draw(draws.sessionType);
    const containmentType = containmentTypes.draw(draws.containmentType);
    yield {
      sessionId: sessionIdAt(start.at, ids.get(botId) ?? draws.bot),
      botId,
      channel,
      userId: person.userId,
      startTime: start.at,
      endTime,
      sessionLang: languagesOf(person.language),
      sessionType,
      isDeveloper: draws.developer.chance(mix.developer),
      tags: {
        userTags: person.userTags,
        sessionTags: draws.tags.chance(tags.sessionShare) ? drawTags(tags.session, draws.tags) : [],
        ...(args.altText && { altText: [] }),
      },
      ...drawConversation(sessionType, containmentType, endTime - start.at, draws.conversation),
      containmentType,
      callId: channel === voiceChannel ? uuid(draws.call) : undefined,
      identities: person.identities,
    };
  }
}

export interface GeneratedSessions {
  /** Oldest start first. */
  sessions: Session[];
  truth: GroundTruth;
}

/** A part of the sessions that arguments make, by their places from 0; `end` is not in it. */
export interface Part {
  offset: number;
  end: number;
}

const whole: Part = { offset: 0, end: Number.POSITIVE_INFINITY };

/** The sessions of the arguments, all or a part of them, and what is true of those up to its end. */
export function generateSessions(args: GeneratorArguments, { offset, end }: Part = whole): GeneratedSessions {
  const tally = new TruthTally(
    args.to,
    args.bots.map((bot) => bot.botId),
  );
  const sessions: Session[] = [];
  let place = 0;
  for (const session of generate(args)) {
    if (place >= end) break;
    tally.add(session);
    if (place++ >= offset) sessions.push(session);
  }
  return { sessions, truth: tally.truth() };
}
