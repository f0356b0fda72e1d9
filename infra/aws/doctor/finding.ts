import type { Login } from '../account/login.ts';
import type { Environment } from '../environments/index.ts';

/** What a check came to: all is well, or something will bite later, or a deployment would fail. */
export type Level = 'ok' | 'warning' | 'problem';

export interface Finding {
  readonly level: Level;
  /** What was looked at. */
  readonly subject: string;
  /** What there is. */
  readonly says: string;
  /** What to do about it, where there is anything to do. */
  readonly advice?: string;
}

/** What the checks need besides AWS. */
export interface Outside {
  /** The name servers that DNS names for a zone; it fails where there are none. */
  readonly resolveNs: (zone: string) => Promise<string[]>;
}

/** Where and what is to be deployed. */
export interface Patient extends Outside {
  readonly login: Login;
  readonly environment: Environment;
}

/** Looks at one thing. Gives nothing where the environment does without it. */
export type Check = (patient: Patient) => Promise<Finding | undefined>;

/** A finding as a line for people. */
export function describeFinding({ level, subject, says, advice }: Finding): string {
  return `${level.padEnd(7)} ${subject}: ${says}${advice === undefined ? '' : ` ${advice}`}`;
}
