// Loads a function and asks it once. Arguments: its file, and a file with the event. Prints as its last line which of
// Node's own modules have been loaded for it, and which files were read by node:fs/promises.
import { promises, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';

const { readFile } = promises;
const read = [];
promises.readFile = (path, ...rest) => {
  if (typeof path === 'string') read.push(path);
  return readFile(path, ...rest);
};
syncBuiltinESMExports();

// Later versions of Node load more by themselves.
const before = new Set(process.moduleLoadList);
const [functionFile, eventFile] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(functionFile).href);
const answer = await handler(JSON.parse(readFileSync(eventFile, 'utf8')), { awsRequestId: 'first' });
if (answer.statusCode !== 200) throw new Error(JSON.stringify(answer));
const builtins = process.moduleLoadList.filter((name) => !before.has(name));
process.stdout.write(`${JSON.stringify({ builtins, read })}\n`);
