import type { Tag } from '../session.ts';
import type { GeneratorArguments } from './arguments.ts';
import { uuid } from './identifiers.ts';
import { familyOf, type Random, streamOf } from './random.ts';
import { firstNames, lastNames } from './samples.ts';
import { drawTag } from './tags.ts';
import { WeightedChoice } from './weights.ts';

/** What stays the same about a user from session to session. */
export interface Person {
  userId: string;
  identities: string[];
  language: string;
  userTags: Tag[];
}

/** The users of a generation. Half of the sessions belong to a tenth of them, who return. */
export class People {
  readonly #count: number;
  readonly #args: GeneratorArguments;
  readonly #visits: Random;
  readonly #traits: (index: number) => Random;
  readonly #languages: WeightedChoice<string>;

  constructor(args: GeneratorArguments, sessions: number) {
    const seed = String(args.seed);
    this.#args = args;
    this.#count = args.users.count ?? Math.max(1, Math.round(sessions * 0.6));
    this.#visits = streamOf(seed, 'visits');
    this.#traits = familyOf(seed, 'people');
    this.#languages = WeightedChoice.of(args.mix.language);
  }

  /** The user of the next session. */
  next(): Person {
    const regulars = Math.ceil(this.#count / 10);
    return this.#person(this.#visits.below(this.#visits.chance(0.5) ? regulars : this.#count));
  }

  #person(index: number): Person {
    const { users, tags } = this.#args;
    const traits = this.#traits(index);
    const userId = `u-${uuid(traits)}`;
    const language = this.#languages.draw(traits);
    const email = `${traits.oneOf(firstNames)}.${traits.oneOf(lastNames)}.${index}@example.com`;
    const identities = traits.chance(users.identified) ? [email] : [];
    const tag = traits.chance(tags.userShare) ? drawTag(tags.user, traits) : undefined;
    return { userId, identities, language, userTags: tag ? [tag] : [] };
  }
}
