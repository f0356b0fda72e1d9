import type { Hono } from 'hono';
import packageJson from '../../package.json' with { type: 'json' };
import type { ControlDependencies } from './dependencies.ts';

/** Needs no key: says which version runs on what, and whether its table answers. */
export function healthRoutes(app: Hono, { store, engine, onError }: ControlDependencies): void {
  app.get('/health', async (context) => {
    const ready = await store.ping().then(
      () => true,
      (error) => {
        onError(error, context.env);
        return false;
      },
    );
    return context.json({ version: packageJson.version, engine, ready }, ready ? 200 : 503);
  });
}
