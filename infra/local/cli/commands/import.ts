import { importSessions } from '../../../client/import-rows.ts';
import type { Command } from '../shared/command.ts';
import { importWith } from '../shared/import-rows.ts';
import { takeWords } from '../shared/subcommand.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'put sessions in, as the vendor answered them or written by hand',
  usage: ['import FILE [options]', 'import - [options]'],
  details: [
    'FILE holds getSessions responses (one, several, or an array of them), rows (an array, NDJSON, one after',
    'the other) or a single row; - reads stdin; either may be compressed by gzip. A session takes the place of',
    'one with its id, and comes back as it was. A row without an id, a bot or a start is named and left out, the',
    'others are kept, and the exit code is 4. Rows are numbered from 1 for people, and their index from 0 with',
    '--json.',
  ],
  options: {
    strict: { about: 'check rows as those written by hand: unknown members and values are refused' },
    'add-bots': { about: 'add the bots of the rows that the account does not have' },
  },
  run: (invocation) => {
    const [path = ''] = takeWords('import', invocation, 'a FILE, or - for stdin');
    const { client, account, flag } = invocation;
    const options = { strict: flag('strict'), addBots: flag('add-bots') };
    return importWith(path, invocation, 'session', undefined, (rows, onProgress) =>
      importSessions(client, account, rows, options, onProgress),
    );
  },
};
