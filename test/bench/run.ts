import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchData } from './data.ts';
import { BenchEmulator } from './emulator.ts';
import { benchRequests } from './requests.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
console.log(`Node ${process.version}, ${cpus().length} cores; compare only figures of one run.`);
const emulator = await BenchEmulator.start();
try {
  await benchRequests(emulator);
  await benchData(emulator, values.quick ? 10_000 : 100_000);
} finally {
  emulator.stop();
}
