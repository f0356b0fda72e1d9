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
      const takesRole = /configure-aws-credentials@|deploy-environment\.yml/.test(body);
      expect(body.includes('id-token: write'), job).toBe(takesRole);
    }
  });

  test('puts nothing into a shell that a pull request can word', () => {
    for (const command of all(text, /^\s*(?:- )?run: (.*)$/gm)) expect(command).not.toMatch(/\$\{\{/);
  });
});

test('one action has one version in all of them', () => {
  const references = workflows.flatMap(([, text]) => uses(text)).filter((reference) => !isLocal(reference));
  const names = references.map((reference) => reference.split('@')[0]);
  expect(new Set(references).size).toBe(new Set(names).size);
});

test('what the workflows run in a shell runs only npm scripts that there are', () => {
  const named = all(read('infra/aws/pipeline/contract.sh'), /\bnpm run (?:--silent )?([\w:-]+)/g);
  expect(named).toEqual(['url', 'contract']);
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

  test('runs the contract suite against dev, and the guard before staging and prod', () => {
    expect(job('dev')).toContain('contract: true');
    for (const name of ['staging', 'prod']) expect(job(name)).toContain('guard: true');
    const steps = all(read('.github/workflows/deploy-environment.yml'), /npm run (guard|deploy|smoke)/g);
    expect(steps).toEqual(['guard', 'deploy', 'smoke']);
  });
});

describe('the environment of a pull request', () => {
  const jobs = jobsOf(read('.github/workflows/pull-request.yml'));

  test('is named after it where it is made and where it is destroyed', () => {
    expect(jobs.get('synth')).toMatch(/environment: pr-\$\{\{ github\.event\.number \}\}$/m);
    expect(jobs.get('deploy')).toMatch(/environment: pr-\$\{\{ github\.event\.number \}\}$/m);
    expect(jobs.get('destroy')).toContain('--env "pr-$NUMBER"');
    expect(jobs.get('destroy')).toMatch(/NUMBER: \$\{\{ github\.event\.number \}\}$/m);
  });

  test('is made while it is open and destroyed when it is closed, and never for a fork', () => {
    expect(jobs.get('synth')).toContain("github.event.action != 'closed'");
    expect(jobs.get('destroy')).toContain("github.event.action == 'closed'");
    for (const name of ['synth', 'destroy']) {
      expect(jobs.get(name)).toContain('github.event.pull_request.head.repo.full_name == github.repository');
    }
  });

  test('is made and destroyed by who opened the pull request, not by who acts on it', () => {
    for (const name of ['synth', 'destroy']) {
      expect(jobs.get(name)).toContain("github.event.pull_request.user.login != 'dependabot[bot]'");
      expect(jobs.get(name)).not.toContain('github.actor');
    }
  });
});
