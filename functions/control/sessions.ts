import type { Hono } from 'hono';
import { deleteRoutes } from './delete-sessions.ts';
import type { ControlDependencies } from './dependencies.ts';
import { exportRoutes } from './export-sessions.ts';
import { generateRoutes } from './generate-sessions.ts';
import { importRoutes } from './import-sessions.ts';

export function sessionRoutes(app: Hono, dependencies: ControlDependencies): void {
  importRoutes(app, dependencies);
  generateRoutes(app, dependencies);
  exportRoutes(app, dependencies);
  deleteRoutes(app, dependencies);
}
