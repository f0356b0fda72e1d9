import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from './tools.ts';

export interface PageFile {
  path: string;
  text: string;
}

/** The files that a page of the documentation tells its readers to save: a line with the name, then its text. */
export function filesOf(page: string): PageFile[] {
  const text = readFileSync(join(projectRoot, page), 'utf8');
  const blocks = text.matchAll(/^`([\w./-]+)`:\n\n```\w+\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, path = '', code = '']) => ({ path, text: code }));
}

/** Saves those whose names fit. */
export function save(files: readonly PageFile[], folder: string, wanted: RegExp): void {
  const fitting = files.filter(({ path }) => wanted.test(path));
  if (fitting.length === 0) throw new Error(`The page has no file like ${wanted}.`);
  for (const { path, text } of fitting) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
