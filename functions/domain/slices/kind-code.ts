import type { IndexEntry } from '../query.ts';
import { containmentTypes, sessionStatuses, sessionTypes } from '../session.ts';

// Two bits each for containment type, session type and status; 3 stands for what filters do not know.
const [typeShift, statusShift, codes] = [2, 4, 64];
const unknown = 3;

type Coded = Pick<IndexEntry, 'containmentType' | 'sessionType' | 'sessionStatus'>;

function numberOf<T>(values: readonly T[], value: T | null): number {
  return value === null ? unknown : values.indexOf(value);
}

/** Containment type, session type and status as one number. */
export function codeOf({ containmentType, sessionType, sessionStatus }: Coded): number {
  const status = sessionStatus === undefined ? 2 : numberOf(sessionStatuses, sessionStatus);
  return (
    numberOf(containmentTypes, containmentType) |
    (numberOf(sessionTypes, sessionType) << typeShift) |
    (status << statusShift)
  );
}

/** What a code stands for. */
export function decode(code: number): Coded {
  const status = code >> statusShift;
  return {
    containmentType: containmentTypes[code & 3] ?? null,
    sessionType: sessionTypes[(code >> typeShift) & 3] ?? null,
    sessionStatus: status === 2 ? undefined : (sessionStatuses[status] ?? null),
  };
}

/** Every code there can be. */
export const allCodes: readonly number[] = Array.from({ length: codes }, (_, code) => code);
