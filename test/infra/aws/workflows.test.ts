import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../../infra/aws/project.ts';

const folder = join(projectRoot, '.github/workflows');
const files = readdirSync(folder);
const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const workflows = files.map((file) => [file, read(join('.github/workflows', file))] as const);

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** The first group of every match. */
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

const uses = (text: string) => all(text, /^\s*(?:- )?uses:\s*(.+?)\s*$/gm);
const isLocal = (reference: string) => reference.startsWith('./');

/** The jobs of a workflow, by name; each with its text. */
function jobsOf(text: string): ReadonlyMap<string, string> {
  const [, jobs = ''] = text.split(/^jobs:$/m);
  const parts = jobs.split(/^ {2}([\w-]+):$/m).slice(1);
  return new Map(
    parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? ''] as const] : [])),
  );
}

describe.each(workflows)('the workflow %s', (_, text) => {
  test('pins every action by the hash of a commit, and says which version that is', () => {
    for (const reference of uses(text).filter((reference) => !isLocal(reference))) {
      expect(reference).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('calls only workflows and files that there are', () => {
    const paths = [...uses(text).filter(isLocal), ...all(text, /\bbash (\S+\.sh)\b/g)];
    for (const path of paths) expect(existsSync(join(projectRoot, path)), path).toBe(true);
  });

  test('runs only npm scripts that there are', () => {
    const named = all(text, /\bnpm run (?:--silent )?([\w:-]+)/g);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  test('may read the sources by default, and nothing more', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n(?! )/m);
  });

  test('leaves no credentials in the sources', () => {
    const checkouts = all(text, /(uses: actions\/checkout@)/g);
    expect(all(text, /(persist-credentials: false)/g)).toHaveLength(checkouts.length);
  });

  test('lets no job ask for a role that takes none', () => {
    for (const [job, body] of jobsOf(text)) {
      // npm signs by the same token where what is published comes from.
      const takesRole = /configure-aws-credentials@|deploy-environment\.yml|npm publish --provenance/.test(
        body,
      );
      expect(body.includes('id-token: write'), job).toBe(takesRole);
    }
  });

  test('puts nothing into a shell that a pull request can word', () => {
    for (const command of all(text, /^\s*(?:- )?run: (.*)$/gm)) expect(command).not.toMatch(/\$\{\{/);
  });
});

/** The first major version of each action that runs on Node 24: GitHub has taken Node 20 from its runners. */
const onNode24: Readonly<Record<string, number>> = {
  'actions/checkout': 5,
  'actions/setup-node': 5,
  'actions/upload-artifact': 6,
  'actions/download-artifact': 7,
  'aws-actions/configure-aws-credentials': 6,
};

test('every action runs on Node 24', () => {
  const references = workflows.flatMap(([, text]) => uses(text)).filter((reference) => !isLocal(reference));
  for (const reference of references) {
    const [, action = '', major = ''] = /^(.+)@\w+ # v(\d+)\./.exec(reference) ?? [];
    expect(Number(major), reference).toBeGreaterThanOrEqual(onNode24[action] ?? Number.POSITIVE_INFINITY);
  }
});

test('Dependabot keeps the actions up to date', () => {
  expect(read('.github/dependabot.yml')).toMatch(/package-ecosystem: github-actions\n {4}directory: \/\n/);
});

test('one action has one version in all of them', () => {
  const references = workflows.flatMap(([, text]) => uses(text)).filter((reference) => !isLocal(reference));
  const names = references.map((reference) => reference.split('@')[0]);
  expect(new Set(references).size).toBe(new Set(names).size);
});

test('what the workflows run in a shell runs only npm scripts that there are', () => {
  const named = all(read('infra/aws/pipeline/contract.sh'), /\bnpm run (?:--silent )?([\w:-]+)/g);
  expect(named).toEqual(['url', 'tunnel', 'contract', 'contract']);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
});

test('what the documentation says to run is there', () => {
  const document = read('docs/pipelines.md');
  const paths = all(document, /(infra\/aws\/pipeline\/[\w-]+\.ts)/g);
  expect(paths).toContain('infra/aws/pipeline/github-role-app.ts');
  for (const path of paths) expect(existsSync(join(projectRoot, path)), path).toBe(true);
  for (const file of files) expect(document).toContain(`\`${file}\``);
});

describe('the deployment', () => {
  const jobs = jobsOf(read('.github/workflows/deploy.yml'));
  const job = (name: string) => jobs.get(name) ?? '';

  test('synthesizes once, after the tests, and goes from dev to staging to prod', () => {
    expect([...jobs.keys()]).toEqual(['test', 'synth', 'dev', 'staging', 'prod']);
    expect(['synth', 'dev', 'staging', 'prod'].map((name) => all(job(name), /needs: (\w+)/g))).toEqual([
      ['test'],
      ['synth'],
      ['dev'],
      ['staging'],
    ]);
    expect(read('.github/workflows/deploy-environment.yml')).not.toMatch(/cdk synth|npm run synth/);
  });

  test('runs the contract suite against each, and the guard before staging and prod', () => {
    for (const name of ['dev', 'staging', 'prod']) expect(job(name)).toContain('contract: true');
    for (const name of ['staging', 'prod']) expect(job(name)).toContain('guard: true');
    const steps = all(read('.github/workflows/deploy-environment.yml'), /npm run (guard|deploy|smoke)/g);
    expect(steps).toEqual(['guard', 'deploy', 'smoke']);
  });
});

describe('the environment of a pull request', () => {
  const made = read('.github/workflows/pull-request.yml');
  const removed = read('.github/workflows/pull-request-cleanup.yml');
  const synth = jobsOf(made).get('synth') ?? '';
  const deploy = jobsOf(made).get('deploy') ?? '';
  const stop = jobsOf(removed).get('stop') ?? '';
  const destroy = jobsOf(removed).get('destroy') ?? '';

  test('is named after it where it is made and where it is destroyed', () => {
    expect(synth).toMatch(/environment: pr-\$\{\{ github\.event\.number \}\}$/m);
    expect(deploy).toMatch(/environment: pr-\$\{\{ github\.event\.number \}\}$/m);
    expect(destroy).toMatch(/cleanup\.sh \$\{NUMBER:\+"\$NUMBER"\}$/m);
    expect(destroy).toMatch(/NUMBER: \$\{\{ github\.event\.number \}\}$/m);
  });

  test('is made while it is open and destroyed when it is closed or left behind, and never for a fork', () => {
    expect(made).toContain('types: [opened, reopened, synchronize]');
    expect(removed).toMatch(/pull_request_target:\n {4}types: \[closed\]\n {2}schedule:\n {4}- cron: /);
    for (const job of [synth, stop]) {
      expect(job).toContain('github.event.pull_request.head.repo.full_name == github.repository');
    }
    expect(destroy).toContain("needs.stop.result == 'success'");
  });

  test('is made and destroyed by who opened the pull request, not by who acts on it', () => {
    for (const job of [synth, stop]) {
      expect(job).toContain("github.event.pull_request.user.login != 'dependabot[bot]'");
    }
    for (const text of [made, removed]) expect(text).not.toContain('github.actor');
  });

  test('is destroyed without waiting for the reviewers of its deployment, and by no code of the pull request', () => {
    expect(deploy).toContain('settings: pull-request');
    expect(destroy).toMatch(/^ {4}environment: pull-request-cleanup$/m);
    expect(stop).toContain('--workflow pull-request.yml --branch "$BRANCH" --status waiting');
    expect(removed).not.toMatch(/^ +ref:/m);
  });

  test('is not made and destroyed at the same time', () => {
    for (const text of [made, destroy]) {
      expect(text).toMatch(
        /group: pull-request-environment-\$\{\{ github\.event\.number( \|\| 'sweep')? \}\}$/m,
      );
    }
  });
});
