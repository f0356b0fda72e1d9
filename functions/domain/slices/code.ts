import type { IndexEntry } from '../query.ts';
import { containmentTypes, sessionStatuses, sessionTypes } from '../session.ts';

// A code holds the containment type in two bits, the session type in one and the status in two.
const [typeShift, statusShift, codes] = [2, 3, 32];

/** Containment type, session type and status as one number. */
export function codeOf({ containmentType, sessionType, sessionStatus }: IndexEntry): number {
  const status = sessionStatus === undefined ? 0 : sessionStatuses.indexOf(sessionStatus) + 1;
  return (
    containmentTypes.indexOf(containmentType) |
    (sessionTypes.indexOf(sessionType) << typeShift) |
    (status << statusShift)
  );
}

/** What a code stands for. */
export function decode(code: number) {
  return {
    containmentType: containmentTypes[code & 3],
    sessionType: sessionTypes[(code >> typeShift) & 1],
    /** Undefined: active until its end. */
    sessionStatus: sessionStatuses[(code >> statusShift) - 1],
  };
}

/** Every code there can be. */
export const allCodes: readonly number[] = Array.from({ length: codes }, (_, code) => code);
