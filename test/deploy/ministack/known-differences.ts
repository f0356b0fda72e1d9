export interface KnownDifference {
  /** What MiniStack does, and what AWS does instead. */
  why: string;
  /** The file under test/contract. */
  file: string;
  /** The tests that fail because of it, each by its describe blocks and its own name, joined with " > ". */
  tests: readonly string[];
}

/**
 * Where an answer through MiniStack differs from one through AWS. Each of these tests must fail there: one that
 * passes has to be taken off. `docs/deployment.md` tells about each.
 */
export const knownDifferences: readonly KnownDifference[] = [
  {
    why: 'answers OPTIONS itself; an HTTP API without CORS settings hands it on (AWS: Configure CORS for HTTP APIs)',
    file: 'routes.test.ts',
    tests: [
      '/api/public/getSessions',
      '/api/public/bot/st-1/getSessions',
      '/api/public/stream/st-1/getSessions',
    ].map(
      (path) =>
        `[routes.wrongMethod] another method on those routes: 405 Method Not Allowed, before authentication > 'OPTIONS' '${path}'`,
    ),
  },
  {
    why: 'makes one slash of several at the start of a path; API Gateway hands on the path as it is',
    file: 'routes.test.ts',
    tests: ['[routes.outside, errors.notFound] a path outside /api/public: 404 > //api/public/getSessions'],
  },
  {
    why: 'hands on a body of content type application/json as text, with U+FFFD where it is no UTF-8; AWS may do so as well',
    file: 'bad-bodies.test.ts',
    tests: ['bot', 'account'].flatMap((route) =>
      ['bytes that are no UTF-8', 'Latin-1'].map(
        (name) =>
          `bodies that are not JSON on the ${route} route: 400 Improper payload > [body.notJson] ${name}`,
      ),
    ),
  },
];
