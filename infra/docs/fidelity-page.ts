import { type Area, areas, type FidelityRow } from '../../functions/domain/fidelity/row.ts';
import { countByLabel, fidelityRows } from '../../functions/domain/fidelity/rows.ts';
import { code, table } from './markdown.ts';
import { settingsTable } from './settings-table.ts';

const headings: Readonly<Record<Area, string>> = {
  routes: 'Routes',
  query: 'Query string',
  body: 'Body',
  window: 'Window',
  sessionId: '`sessionId`',
  response: 'Response',
  errors: 'Errors',
  tokens: 'Tokens',
  apps: 'Apps and scopes',
  rateLimits: 'Rate limits',
  messages: 'Messages',
};

/** What stands below the rows of an area. */
const notes: Partial<Record<Area, readonly string[]>> = {
  messages: [
    'Tokens, scopes, errors, faults and limits are those of the tables above; see [messages](messages.md) for what is made up and how messages are imported.',
  ],
  errors: [
    'Shape: `{"errors":[{"msg":"…","code":N}]}`. The name behind `errors.` is the one that the setting `errors` takes.',
    "The full reason of each refusal is in the response header `x-emulator-reason`: see [reasons](reasons.md). A client id is shown there only where it looks like one of the vendor's (`cs-` and a UUID), because a secret may have been put in its place.",
    'Every request is answered within 27 seconds, [faults](control-api.md#faults) that delay included. What is not ready by then gets `internal`, with the reason `store_unavailable`.',
    'Behind API Gateway some requests never reach the emulator, and AWS answers them in its own words and without `x-emulator-reason`: those of more than about 6 MB (Lambda) or 10 MB (API Gateway), those with more than 10 KB of headers, and those above the [throttle](deployment.md#what-it-may-cost). A protected or private environment words them nearer to the vendor: see [access](access.md#what-api-gateway-answers-by-itself).',
  ],
};

const intro = `# Fidelity

What the emulator answers, row by row, and how sure we are that the real API does the same. This page is written by \`npm run docs\` from the rows in \`functions/domain/fidelity\`; [contributing](contributing.md#a-row-of-the-fidelity-table) says how one is added.

| Label | Means |
| --- | --- |
| documented | the vendor's documentation says so, in some version |
| observed | seen in captured responses, in the vendor's own QA suite, or in long-running production clients |
| assumed | nothing public says so; the emulator picks one answer |
| emulator | a choice or a bound of the emulator's own, no claim about the real API |

No error was ever captured from \`getSessions\` itself. All that is known of errors comes from sibling APIs behind the same authentication layer. "Observed" in the tables of routes, errors and tokens has that meaning.

Where a setting can change an answer, the last column names it. Settings belong to an account: see [Settings](#settings). Tests of the contract name the rows that they hold by the id in the first column.`;

const settingsIntro = `## Settings

Settings are given when an account is made, and changed later with \`PATCH\`: see the [control API](control-api.md#accounts). Only what you name is changed.`;

const settingsOutro =
  '`errors` takes effect where the emulator knows the account. It does not know it where the `auth` header is missing or not a JWT, when an encrypted token cannot be opened, when the client is unknown, or when the account has expired. A path or method is refused before that too, but a good token beside it names the account.';

/** How many rows there are, in words. */
export function countsText(rows: readonly FidelityRow[] = fidelityRows): string {
  const { documented, observed, assumed, emulator } = countByLabel(rows);
  return `Of ${rows.length} rows ${documented} are documented, ${observed} observed and ${assumed} assumed; ${emulator} are the emulator's own.`;
}

/** docs/fidelity.md, whole. */
export function fidelityPage(): string {
  const sections = areas.map((area) =>
    [`## ${headings[area]}`, rowsTable(area), ...(notes[area] ?? [])].join('\n\n'),
  );
  const parts = [intro, countsText(), ...sections, settingsIntro, settingsTable(), settingsOutro];
  return `${parts.join('\n\n')}\n`;
}

function rowsTable(area: Area): string {
  const rows = fidelityRows.filter((row) => row.area === area);
  return table(
    ['Id', 'What', 'The emulator answers', 'Label', 'Evidence', 'Change it with'],
    rows.map((row) => [code(row.id), row.asked, row.answer, row.label, row.evidence, changeOf(row)]),
  );
}

function changeOf({ settings, otherwise }: FidelityRow): string {
  return [...settings.map(code), ...(otherwise === '' ? [] : [otherwise])].join(', ');
}
