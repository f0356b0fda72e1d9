import { findDeployment, readControlKey } from '../../../aws/find/deployment.ts';
import { configuredRegion } from '../../../aws/find/place.ts';
import { wrongUsage } from './wording.ts';

interface Settings {
  findEnvironment: (name: string) => { region?: string };
}

/** Only a clone, which runs the sources, has the settings of environments; the package takes every name. */
const settings = import.meta.url.endsWith('/infra/local/cli/shared/deployed.ts')
  ? new URL('../../../aws/environments/index.ts', import.meta.url).href
  : undefined;

/**
 * The emulator that is deployed as an environment, by the AWS credentials at hand.
 *
 * @throws Failure that says what is missing: credentials, a region, the environment itself
 */
export async function deployedAs(environment: string): Promise<{ url: string; controlKey: string }> {
  // The AWS SDK warns of a Node version that this package still supports.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const region = (await regionOf(environment)) ?? (await configuredRegion(undefined));
  const place = { region, client: { region } };
  const { url, controlKeySecret } = await findDeployment(place, environment);
  return { url, controlKey: await readControlKey(place, controlKeySecret) };
}

/** The region that the settings of the environment name. */
async function regionOf(environment: string): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(environment)) {
    throw wrongUsage(
      `--env ${environment} is no name of an environment: it has 2 to 40 of a-z, 0-9 and -, a letter first`,
    );
  }
  if (settings === undefined) return undefined;
  const { findEnvironment } = (await import(settings)) as Settings;
  try {
    return findEnvironment(environment).region;
  } catch (error) {
    throw wrongUsage(error instanceof Error ? error.message : String(error));
  }
}
