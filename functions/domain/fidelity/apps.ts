import { evidence } from './evidence.ts';
import { rowsOf } from './row.ts';

export const appRows = rowsOf('apps', {
  builder: {
    asked: 'builder app',
    answer:
      'linked to bots, with scopes per bot; this API asks for `bot_sessions:read` ("Bot Sessions"), the spelling of which is the emulator\'s',
    label: 'documented',
    evidence: evidence.accessPage,
  },
  admin: {
    asked: 'admin app',
    answer: 'its scopes cover every bot of the account ("Bot Analytics > Bot Sessions")',
    label: 'documented',
    evidence: evidence.accessPage,
  },
  scopeNowhere: {
    asked: 'builder app whose links grant the scope nowhere, asked for any bot',
    answer: 'the scope is refused, not the bot',
    label: 'assumed',
  },
});
