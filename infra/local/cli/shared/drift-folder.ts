import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../../drift/report.ts';
import type { DriftState } from '../../../drift/run.ts';
import { Failure, messageOf, NotReadyError } from '../../../errors.ts';
import type { Target } from '../../../real-api/ask.ts';
import { markOf } from './real-target.ts';

/** Where a run of `drift` keeps what it has found. */
export class DriftFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** What an earlier run against the same target has left, if it did not come to its end. */
  readState(target: Target): DriftState | undefined {
    const state = readJson(this.#file('state.json'));
    const isOurs =
      typeof state === 'object' && state !== null && Reflect.get(state, 'target') === markOf(target);
    return isOurs ? (Reflect.get(state, 'state') as DriftState) : undefined;
  }

  writeState(state: DriftState, target: Target): void {
    this.#write('state.json', JSON.stringify({ target: markOf(target), state }));
  }

  forgetState(): void {
    rmSync(this.#file('state.json'), { force: true });
  }

  writeReport(report: Report, markdown: string): void {
    this.#write('report.json', `${JSON.stringify(report, null, 2)}\n`);
    this.#write('report.md', markdown);
  }

  /** @throws NotReadyError where the file is no report */
  static readReport(file: string): Report {
    const report = readJson(file);
    const isReport =
      typeof report === 'object' &&
      report !== null &&
      Array.isArray(Reflect.get(report, 'rows')) &&
      typeof Reflect.get(report, 'settings') === 'object';
    if (isReport) return report as Report;
    throw new NotReadyError(`${file} is not a report of drift: name a report.json.`);
  }

  readonly #file = (name: string): string => join(this.path, name);

  /** @throws Failure where it cannot be written */
  #write(name: string, text: string): void {
    try {
      mkdirSync(this.path, { recursive: true });
      writeFileSync(this.#file(`${name}.part`), text);
      renameSync(this.#file(`${name}.part`), this.#file(name));
    } catch (error) {
      throw new Failure(`${this.#file(name)} cannot be written: ${messageOf(error)}.`);
    }
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
