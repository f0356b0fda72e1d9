#!/usr/bin/env node
// A clone runs the sources, so that they need no build; the published package holds the bundle instead.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = new URL('./cli/main.ts', import.meta.url);
if (existsSync(fileURLToPath(source))) {
  const { register } = await import('tsx/esm/api');
  register();
  await import(source.href);
} else {
  await import(new URL('../../dist/cli.mjs', import.meta.url).href);
}
