import { runUnlessTooOld } from './node-version.mjs';

runUnlessTooOld(() =>
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(new URL('./main.ts', import.meta.url).href);
  }),
);
