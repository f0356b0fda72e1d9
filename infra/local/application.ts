import { getPath } from 'hono/utils/url';
import { emulatedApis } from '../../functions/apis.ts';
import { controlPath, createControlApp } from '../../functions/control/application.ts';
import type { ControlDependencies } from '../../functions/control/dependencies.ts';
import type { Application } from '../../functions/http/application.ts';
import { leadingToConsole } from '../../functions/http/lead-to-console.ts';
import { createVendorApp } from '../../functions/vendor/app.ts';
import type { Dependencies } from '../../functions/vendor/dependencies.ts';

/** Both functions behind one port, divided by path as API Gateway divides them. */
export function createApplication(
  dependencies: Omit<ControlDependencies, 'apis'> & Dependencies,
): Application {
  const apis = emulatedApis(dependencies.store);
  const control = createControlApp({ ...dependencies, apis });
  const vendor = leadingToConsole(createVendorApp(apis, dependencies));
  return {
    fetch: (request, bindings) => {
      const path = getPath(request);
      const isControl = path === controlPath || path.startsWith(`${controlPath}/`);
      return isControl ? control.fetch(request) : vendor.fetch(request, bindings);
    },
  };
}
