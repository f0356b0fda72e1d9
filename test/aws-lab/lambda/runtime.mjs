// Lambda's Node runtime as small as can be: a loop of the Runtime API around a handler. Its argument is the path of index.mjs.
import { Agent, request } from 'node:http';
import { pathToFileURL } from 'node:url';

const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const agent = new Agent({ keepAlive: true });

const call = (method, path, body = '', headers = {}) =>
  new Promise((resolve, reject) => {
    const outgoing = request(`${base}${path}`, { method, agent, headers }, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve({ headers: incoming.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });

const describe = (error) => JSON.stringify({ errorMessage: String(error?.stack ?? error) });

async function load() {
  try {
    return await import(pathToFileURL(process.argv[2]).href);
  } catch (error) {
    await call('POST', '/init/error', describe(error));
    process.exit(1);
  }
}

const { handler } = await load();
for (;;) {
  const { headers, body } = await call('GET', '/invocation/next');
  const id = headers['lambda-runtime-aws-request-id'];
  const before = process.cpuUsage();
  let [outcome, answer] = ['response', ''];
  try {
    answer = JSON.stringify(await handler(JSON.parse(body), { awsRequestId: id })) ?? 'null';
  } catch (error) {
    [outcome, answer] = ['error', describe(error)];
  }
  const { user, system } = process.cpuUsage(before);
  await call('POST', `/invocation/${id}/${outcome}`, answer, {
    'x-lab-cpu-ms': String((user + system) / 1000),
  });
}
