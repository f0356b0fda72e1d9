import { rowsOf } from './row.ts';

export const rateLimitRows = rowsOf('rateLimits', {
  none: {
    asked: 'limits',
    answer: 'none, until the account turns them on; the real API always has them',
    label: 'emulator',
    otherwise: '`rateLimit` of the account',
  },
  vendor: {
    asked: '`rateLimit: "vendor"`',
    answer: '60 in any 60 s and 1,800 in any hour, both checked',
    label: 'documented',
    evidence: "the vendor's page on limits",
    otherwise: 'own numbers in `rateLimit`',
  },
  perBot: {
    asked: 'what is counted',
    answer: 'requests per bot',
    label: 'documented',
    evidence: "the vendor's page on limits",
  },
  accountRoute: {
    asked: 'what is counted on the account route',
    answer: 'requests per account',
    label: 'assumed',
  },
  which: {
    asked: 'which requests count',
    answer:
      'those that pass token, scope and bot, whatever comes of them after; a refused one does not count. The body is not read yet then',
    label: 'assumed',
  },
  clock: {
    asked: 'the time they are counted by',
    answer:
      "the account's clock, when the request's turn comes; only a clock that is set back forgets what it counted",
    label: 'emulator',
    otherwise: 'the clock',
  },
  headers: {
    asked: 'headers that tell what is left',
    answer: 'none',
    label: 'assumed',
    evidence: 'none are documented',
  },
});
