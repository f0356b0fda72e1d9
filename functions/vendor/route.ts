import type { RouteKind } from '../domain/faults.ts';
import { Refusal } from '../domain/refusal.ts';
import type { ApiRoute, EmulatedApi } from './api.ts';

/** Where a request goes: to an API, for one bot or for every bot of the account. */
export interface Route {
  api: EmulatedApi;
  kind: RouteKind;
  /** Undefined on account routes only. */
  botId: string | undefined;
  /** The bot's segment of the path as it was sent. */
  segment: string | undefined;
  /** Whether the path is another name of the route. */
  isAlias: boolean;
  /** What metrics count it under. */
  metric: string;
  /** Those it allows. */
  methods: readonly string[];
}

/** Ways in which a path may be written that is none by its letters. */
export interface PathLeniency {
  trailingSlash: boolean;
  anyCase: boolean;
}

const botSegment = '{botId}';
const publicPath = /^\/api\/public(?:\/|$)/;

/** The routes of every emulated API. */
export class Routes {
  readonly #accountRoutes = new Map<string, Route>();
  readonly #botRoutes: BotRoute[] = [];
  /** As people are told of them. */
  readonly #names: string;

  constructor(apis: readonly EmulatedApi[]) {
    for (const api of apis) for (const route of api.routes) this.#add(api, route);
    const names = apis.flatMap((api) =>
      api.routes.map(({ path, methods = api.methods }) => `${methods.join(' or ')} ${path}`),
    );
    this.#names = [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ');
  }

  #add(api: EmulatedApi, { path: first, aliases = [], metric, methods = api.methods }: ApiRoute): void {
    for (const path of [first, ...aliases]) {
      const kind = path.includes(botSegment) ? 'bot' : 'account';
      const names = { isAlias: path !== first, metric: metric ?? `${api.name}.${kind}` };
      const route: Route = { api, kind, botId: undefined, segment: undefined, methods, ...names };
      const [before = '', after = ''] = path.split(botSegment);
      if (kind === 'bot') this.#botRoutes.push({ before, after, route });
      else this.#accountRoutes.set(path, route);
    }
  }

  /**
   * Finds the route of a request, before anything else is looked at: the vendor refuses a wrong path or
   * method without asking who calls (observed).
   *
   * @throws Refusal for a path that no API has
   */
  find(path: string): Route {
    const accountRoute = this.#accountRoutes.get(path);
    if (accountRoute) return accountRoute;
    const botRoute = this.#botRoute(path);
    if (botRoute) return botRoute;
    if (publicPath.test(path)) {
      throw new Refusal('methodNotAllowed', 'path_unknown', `No API is emulated at ${path}.`);
    }
    throw new Refusal('notFound', 'path_unknown', `The emulated routes are ${this.#names}.`);
  }

  /** The route of a path that is written in a way that an account lets pass; undefined where there is none. */
  findLeniently(path: string, { trailingSlash, anyCase }: PathLeniency): Route | undefined {
    const bare = trailingSlash && path.endsWith('/') ? path.slice(0, -1) : path;
    const letters = anyCase ? inOneCase : asWritten;
    const accountRoute = [...this.#accountRoutes].find(([known]) => letters(known) === letters(bare));
    return accountRoute?.[1] ?? this.#botRoute(bare, letters);
  }

  #botRoute(path: string, letters: (text: string) => string = asWritten): Route | undefined {
    for (const { before, after, route } of this.#botRoutes) {
      const sent = letters(path);
      if (!sent.startsWith(letters(before)) || !sent.endsWith(letters(after))) continue;
      const segment = path.slice(before.length, path.length - after.length);
      if (segment === '' || segment.includes('/')) continue;
      return { ...route, botId: decode(segment), segment };
    }
    return undefined;
  }
}

/** A route of one bot, and what stands around the bot's segment in its path. */
interface BotRoute {
  before: string;
  after: string;
  route: Route;
}

const asWritten = (text: string): string => text;
const inOneCase = (text: string): string => text.toLowerCase();

function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    // Broken percent-encoding names no bot; the check of the bot says so.
    return segment;
  }
}

/** @throws Refusal for a method that the route does not allow */
export function checkMethod({ methods }: Route, method: string): void {
  if (methods.includes(method)) return;
  throw new Refusal('wrongMethod', 'method_not_allowed', `Use ${methods.join(' or ')}, not ${method}.`);
}
