// Loads a function and asks it once. Arguments: its file, and a file with the event. Prints as its last line which of
// Node's own modules are loaded by then.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [functionFile, eventFile] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(functionFile).href);
const answer = await handler(JSON.parse(readFileSync(eventFile, 'utf8')), { awsRequestId: 'first' });
if (answer.statusCode !== 200) throw new Error(JSON.stringify(answer));
process.stdout.write(`${JSON.stringify(process.moduleLoadList)}\n`);
