import { writeConsole } from './build.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder to build the console into.');
writeConsole(folder);
