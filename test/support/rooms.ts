/**
 * What the files of each folder may import besides their own folder's. A folder without a line belongs to the nearest
 * one above it that has one; a file with a line of its own is an entry point, or stands below its folder. Names are those of folders in
 * `functions`, unless they begin with `infra`. A name stands for the lines below it as well.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  http: ['domain'],

  // Wings of the store, each above those that it imports, and the errors that all of them throw.
  'store/errors.ts': [],
  'store/table': ['domain', 'store/errors.ts'],
  'store/head': ['domain', 'store/errors.ts', 'store/table'],
  'store/sessions': ['domain', 'store/table', 'store/head'],
  'store/messages': ['domain', 'store/table', 'store/head', 'store/sessions'],
  'store/reader': ['domain', 'store/errors.ts', 'store/table', 'store/sessions'],
  'store/removals': ['domain', 'store/table', 'store/head'],
  'store/data-sets': [
    'domain',
    'store/errors.ts',
    'store/table',
    'store/head',
    'store/sessions',
    'store/removals',
  ],
  'store/accounts': [
    'domain',
    'store/errors.ts',
    'store/table',
    'store/head',
    'store/removals',
    'store/data-sets',
  ],
  'store/counters': ['domain', 'store/table'],
  'store/journal': ['domain', 'store/table'],
  store: ['domain', 'store'],

  // The front door, the emulated APIs behind it, their list, and the control API.
  vendor: ['domain', 'http', 'store'],
  'get-sessions': ['domain', 'store', 'vendor'],
  'get-messages': ['domain', 'store', 'vendor'],
  'apis.ts': ['store', 'vendor', 'get-sessions', 'get-messages'],
  control: ['domain', 'http', 'store', 'vendor', 'control/openapi'],
  // In the browser: what is pure, and the types of the control API.
  console: ['domain', 'control'],
  // The document describes the emulated APIs too.
  'control/openapi': ['domain', 'control', 'vendor', 'get-sessions', 'get-messages'],

  // In Lambda.
  lambda: ['domain', 'http', 'store', 'vendor'],
  'get-sessions/handler.ts': ['domain', 'http', 'apis.ts', 'store', 'vendor', 'lambda'],
  'control/handler.ts': ['http', 'domain', 'apis.ts', 'store', 'control', 'lambda'],
  'rotate-key': ['domain', 'control', 'lambda'],

  // What everything outside the functions stands on.
  'infra/errors.ts': [],
  'infra/client': ['domain', 'control', 'infra/errors.ts'],

  // Builds the console, for a laptop and for AWS.
  'infra/console': ['control'],

  // On a laptop.
  'infra/local/engine': [],
  // The server by itself: the tunnel to an environment serves with it too.
  'infra/local/listen.ts': ['domain', 'http', 'infra/local', 'infra/errors.ts'],
  'infra/local': [
    'domain',
    'http',
    'store',
    'vendor',
    'apis.ts',
    'control',
    'infra/local/engine',
    'infra/local/listen.ts',
    'infra/console',
    'infra/errors.ts',
  ],
  'infra/local/cli': [
    'domain',
    'control',
    'infra/local',
    'infra/client',
    'infra/real-api',
    'infra/drift',
    'infra/record',
    'infra/testing/typescript',
    'infra/aws/find',
    'infra/errors.ts',
  ],

  // The vendor's API as a client sees it, and what is asked of it.
  'infra/real-api': ['domain', 'infra/errors.ts'],
  'infra/drift': ['domain', 'infra/real-api'],
  'infra/record': ['domain', 'infra/real-api', 'infra/errors.ts'],

  // In tests.
  'infra/testing/typescript': ['domain', 'infra/client', 'infra/errors.ts'],
  // Builds what the package holds of them.
  'infra/testing': ['control'],

  // Pages that are written from the code.
  'infra/docs': ['domain'],

  // In AWS.
  'infra/aws/environments': ['domain', 'control'],
  'infra/aws/constructs': [
    'infra/console',
    'domain',
    'http',
    'control',
    'lambda',
    'store/table',
    'infra/aws',
    'infra/aws/environments',
  ],
  'infra/aws/stacks': ['infra/aws', 'infra/aws/environments', 'infra/aws/constructs'],
  'infra/aws': [
    'domain',
    'store/table',
    'infra/aws/environments',
    'infra/aws/find',
    'infra/aws/project.ts',
    'infra/errors.ts',
  ],
  // Finds a deployed environment, for the command line of the package too: nothing here needs the CDK.
  'infra/aws/project.ts': [],
  'infra/aws/find': ['infra/aws/project.ts', 'infra/errors.ts'],
  'infra/aws/doctor': ['domain', 'infra/aws', 'infra/aws/environments', 'infra/aws/seed'],
  'infra/aws/invoke': ['infra/aws', 'infra/aws/environments', 'infra/client', 'infra/errors.ts'],
  'infra/aws/app': ['infra/aws', 'infra/aws/environments', 'infra/aws/stacks'],
  'infra/aws/library': ['infra/aws', 'infra/aws/environments', 'infra/aws/constructs'],
  'infra/aws/pipeline': ['infra/aws', 'infra/aws/app', 'infra/aws/environments'],
  'infra/aws/seed': ['domain', 'infra/aws', 'infra/aws/environments', 'infra/client', 'infra/errors.ts'],
  'infra/aws/commands': [
    'domain',
    'rotate-key',
    'infra/aws',
    'infra/aws/environments',
    'infra/aws/doctor',
    'infra/aws/guard',
    'infra/aws/invoke',
    'infra/aws/seed',
    'infra/client',
    'infra/errors.ts',
    'infra/local/listen.ts',
  ],
  'infra/aws/guard': ['infra/aws', 'infra/aws/app', 'infra/aws/environments', 'infra/errors.ts'],
};

/** The line of the table that a file of the project belongs to. */
export function roomOf(file: string): string | undefined {
  const path = file.replace(/^functions\//, '');
  const covering = Object.keys(mayImport).filter((name) => isIn(path, name));
  return covering.sort((a, b) => b.length - a.length)[0];
}

/** Whether the table lets a file of one line import one of another. */
export function mayReach(from: string, to: string): boolean {
  return (mayImport[from] ?? []).some((name) => isIn(to, name));
}

function isIn(path: string, name: string): boolean {
  return path === name || path.startsWith(`${name}/`);
}
