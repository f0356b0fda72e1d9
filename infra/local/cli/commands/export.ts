import type { Command } from '../shared/command.ts';
import { exportTo } from '../shared/export-rows.ts';
import { takeWords } from '../shared/subcommand.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'take all sessions out, as NDJSON that imports again to the same',
  usage: ['export [--out FILE]'],
  details: ['stdout gets the NDJSON, with or without --json, unless a file is named.'],
  options: { out: { value: 'FILE', about: 'write to this file instead of stdout' } },
  run: (invocation) => {
    takeWords('export', invocation);
    return exportTo(invocation, 'sessions');
  },
};
