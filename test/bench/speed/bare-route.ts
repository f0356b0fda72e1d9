import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { jwtVerify } from 'jose';

/*
 * What Hono and jose take by themselves, in a process of its own: the token of a request is verified and one
 * body is answered.
 *
 *   bare-route.ts PORT FILE    FILE holds {"secret", "path", "body"}
 */
const [port = '', file = ''] = process.argv.slice(2);
const { secret, path, body } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
const key = new TextEncoder().encode(secret);

const app = new Hono().post(path ?? '/', async (context) => {
  try {
    await jwtVerify(context.req.header('auth') ?? '', key, { algorithms: ['HS256'] });
  } catch {
    return context.json({ errors: [{ msg: 'unauthorized' }] }, 401);
  }
  await context.req.json();
  return context.body(body ?? '', 200, { 'content-type': 'application/json; charset=utf-8' });
});

serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' });
