#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runUnlessTooOld } from './node-version.mjs';

// A clone runs the sources, so that they need no build; the published package holds the bundle instead.
const source = new URL('./cli/main.ts', import.meta.url).href;
const built = new URL('../../dist/cli.mjs', import.meta.url).href;

runUnlessTooOld(() =>
  existsSync(fileURLToPath(source))
    ? import('tsx/esm/api').then(({ register }) => {
        register();
        return import(source);
      })
    : import(built),
);
