import { evidence } from './evidence.ts';
import { rowsOf } from './row.ts';

export const routeRows = rowsOf('routes', {
  bot: {
    asked: '`POST /api/public/bot/{botId}/getSessions`',
    answer: 'sessions of one bot',
    label: 'documented',
    evidence: evidence.page,
  },
  account: {
    asked: '`POST /api/public/getSessions`',
    answer: 'sessions of every bot of the account; admin apps only',
    label: 'documented',
    evidence: evidence.page,
  },
  adminOnBot: {
    asked: 'an admin app on the bot route',
    answer: 'allowed for any bot of its account',
    label: 'observed',
    evidence: evidence.clients,
  },
  stream: {
    asked: '`/api/public/stream/{botId}/getSessions`',
    answer: 'the same as `/bot/{botId}/`',
    label: 'assumed',
    evidence: 'an alias of sibling APIs; two public clients build it, neither is shown to succeed',
  },
  wrongMethod: {
    asked: 'another method on these routes',
    answer: '405 `Method Not Allowed`, before authentication',
    label: 'assumed',
  },
  unknownPath: {
    asked: 'any other path under `/api/public`',
    answer: '405 `Method Not Allowed`, before authentication',
    label: 'observed',
    evidence: evidence.siblings,
  },
  trailingSlash: {
    asked: 'a slash behind the path',
    answer: '405, as for any other path',
    label: 'assumed',
  },
  pathCase: {
    asked: 'another case in the path',
    answer: '405, as for any other path',
    label: 'assumed',
  },
  outside: {
    asked: 'a path outside `/api/public`',
    answer: '404 `Not Found`, in the same error shape',
    label: 'emulator',
    evidence: 'it is no part of the API',
  },
  orderOfChecks: {
    asked: 'order of the checks',
    answer: 'route and method, token, scope, bot, validation',
    label: 'observed',
    evidence: evidence.siblings,
  },
  encodedBotId: {
    asked: '`{botId}` with percent-encoding',
    answer: 'decoded; broken encoding is taken as it stands and names no bot',
    label: 'assumed',
  },
});
