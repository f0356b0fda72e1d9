import { Problem } from './problem.ts';

// A cold request reads all of them.
export const mostBots = 200;
export const mostApps = 50;

/** An account that holds as many of something as it can. */
export function tooMany(what: 'bots' | 'apps', most: number): Problem {
  return new Problem(400, 'invalid_request', `The account has ${most} ${what}, and can have no more.`);
}
