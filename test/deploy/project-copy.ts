import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { projectRoot } from './child.ts';

const needed = new Set([
  'functions',
  'infra',
  'package.json',
  'package-lock.json',
  'cdk.json',
  'tsconfig.json',
]);

/** Copies what a deployment is made of, to deploy a changed project without touching this one. */
export function copyProject(folder: string): string {
  cpSync(projectRoot, folder, {
    recursive: true,
    filter: (source) => {
      const [top = ''] = relative(projectRoot, source).split(sep);
      return top === '' || needed.has(top);
    },
  });
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** Replaces text in a file of a copy; all of it must be there. */
export function edit(folder: string, file: string, ...replacements: [before: string, after: string][]): void {
  const path = join(folder, file);
  let text = readFileSync(path, 'utf8');
  for (const [before, after] of replacements) {
    if (!text.includes(before)) throw new Error(`${file} has no ${before}.`);
    text = text.replace(before, after);
  }
  writeFileSync(path, text);
}
