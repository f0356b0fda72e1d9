import { startEmbeddedEngine } from '../../../infra/local/engine.ts';
import { serveEngine } from '../../support/engine-server.ts';

/* The embedded engine in a process of its own; prints where it answers: {"endpoint"} */
const { endpoint } = await serveEngine(await startEmbeddedEngine());
process.stdout.write(`${JSON.stringify({ endpoint })}\n`);
