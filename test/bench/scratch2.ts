process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
import { loadTable } from './support/loaded-table.ts';
import { measurePage } from './cost/measure-page.ts';
import { withoutFilter } from './cost/requests.ts';
const n = Number(process.argv[2]);
const t = performance.now();
const cpu = process.cpuUsage();
const table = await loadTable(n, 1);
const c = process.cpuUsage(cpu);
console.log('load', ((performance.now() - t) / 1000).toFixed(1), 'own cpu', ((c.user + c.system) / 1e6).toFixed(1));
for (let i = 0; i < Number(process.argv[3] ?? 2); i++) {
  const t2 = performance.now();
  const cpu2 = process.cpuUsage();
  const page = await measurePage(table, table.start(), withoutFilter, 0, 100);
  const c2 = process.cpuUsage(cpu2);
  console.log('cold', ((performance.now() - t2) / 1000).toFixed(2), 'own cpu', ((c2.user + c2.system) / 1e6).toFixed(1), page);
}
await table.shared.close();
process.exit(0);
