import { type GeneratorArguments, placedOf, totalOf } from './arguments.ts';
import { streamOf } from './random.ts';
import { Timeline } from './timeline.ts';

/** When a session starts, and what ties, edges and active sessions fix besides. */
export interface Start {
  /** Unix ms. */
  at: number;
  /** Absent: any bot, by weight. */
  botId?: string;
  active: boolean;
}

const blockSize = 64;

/** The starts that the shape alone decides, rising: few at a time are drawn and sorted, so none are held. */
function* spread(timeline: Timeline, seed: string, count: number): Generator<Start> {
  const random = streamOf(seed, 'starts');
  for (let done = 0; done < count; done += blockSize) {
    const size = Math.min(blockSize, count - done);
    const points = Array.from({ length: size }, () => done + random.unit() * size).sort((a, b) => a - b);
    for (const point of points) yield { at: timeline.at((point / count) * timeline.mass), active: false };
  }
}

function tied(args: GeneratorArguments, timeline: Timeline, seed: string): Start[] {
  const random = streamOf(seed, 'ties');
  const { instants, perBot } = args.ties;
  return Array.from({ length: instants }, (_, index) => {
    const at = timeline.at(((index + random.unit()) / instants) * timeline.mass);
    return args.bots.flatMap(({ botId }) =>
      Array.from({ length: perBot }, (): Start => ({ at, botId, active: false })),
    );
  }).flat();
}

function onEdges(args: GeneratorArguments): Start[] {
  return args.edges.flatMap((edge) =>
    [edge - 1, edge, edge + 1].flatMap((at) => args.bots.map(({ botId }) => ({ at, botId, active: false }))),
  );
}

function stillRunning(args: GeneratorArguments, seed: string): Start[] {
  const random = streamOf(seed, 'active');
  const earliest = Math.max(args.from, args.to - 2 * args.medianDurationMs);
  return Array.from({ length: args.active }, () => ({
    at: random.between(earliest, args.to),
    active: true,
  }));
}

/** Every start of a generation, oldest first. */
export function* startsOf(args: GeneratorArguments): Generator<Start> {
  const total = totalOf(args);
  if (total === 0) return;
  const seed = String(args.seed);
  const timeline = new Timeline(args.from, args.to, args.shape);
  const placed = [...tied(args, timeline, seed), ...onEdges(args), ...stillRunning(args, seed)];
  placed.sort((a, b) => a.at - b.at);

  let next = 0;
  for (const start of spread(timeline, seed, total - placedOf(args))) {
    for (let first = placed[next]; first && first.at <= start.at; first = placed[next]) {
      yield first;
      next += 1;
    }
    yield start;
  }
  yield* placed.slice(next);
}
