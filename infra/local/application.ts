import { getPath } from 'hono/utils/url';
import { controlPath, createControlApp } from '../../functions/control/app.ts';
import type { ControlDependencies } from '../../functions/control/dependencies.ts';
import type { Application } from '../../functions/http/application.ts';
import { createGetSessionsApp } from '../../functions/vendor/app.ts';
import type { Dependencies } from '../../functions/vendor/dependencies.ts';

/** Both functions behind one port, divided by path as API Gateway divides them. */
export function createApplication(dependencies: ControlDependencies & Dependencies): Application {
  const control = createControlApp(dependencies);
  const sessions = createGetSessionsApp(dependencies);
  return {
    fetch: (request, bindings) => {
      const path = getPath(request);
      const isControl = path === controlPath || path.startsWith(`${controlPath}/`);
      return isControl ? control.fetch(request) : sessions.fetch(request, bindings);
    },
  };
}
