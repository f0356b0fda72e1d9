import { startEmbeddedEngine } from '../../../infra/local/engine.ts';

/* The embedded engine in a process of its own; prints where it answers: {"endpoint"} */
const { clientConfig } = await startEmbeddedEngine();
process.stdout.write(`${JSON.stringify({ endpoint: clientConfig.endpoint })}\n`);
