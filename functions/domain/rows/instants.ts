import { parseApiDate } from '../dates.ts';

const isoPattern = /^(\d{4}-\d{2}-\d{2})(?:[ ]?[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(.*)$/;
const offsetPattern = /^([+-])(\d{2}):?(\d{2})?$/;
const digitsPattern = /^\d{9,15}$/;

/** In ms it is March 1973, in seconds the year 5138. */
const firstInMs = 100_000_000_000;
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');

/** An instant as rows give it. */
export interface RowInstant {
  /** Unix ms. */
  ms: number;
  /** Whether it is written as the vendor's page has it, as ISO text with `Z`. */
  asDocumented: boolean;
}

/**
 * Reads a time as rows of all sorts have it: ISO text with `Z`, with an offset or without one (GMT then), a date
 * alone (its first instant), Unix ms or seconds as a number or as digits. Undefined where it is none of these.
 */
export function readInstant(value: unknown): RowInstant | undefined {
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const date = parseApiDate(text);
  if (date && !date.dateOnly) return { ms: date.ms, asDocumented: text === value };
  if (digitsPattern.test(text)) return ofNumber(Number(text));
  return ofIso(text);
}

function ofNumber(value: number): RowInstant | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  const ms = Math.trunc(value < firstInMs ? value * 1000 : value);
  return ms > lastInstant ? undefined : { ms, asDocumented: false };
}

function ofIso(text: string): RowInstant | undefined {
  const match = isoPattern.exec(text);
  if (!match) return undefined;
  const [, day, hour = '00', minute = '00', second = '00', fraction = '', zone = ''] = match;
  const offset = offsetOf(zone.trim());
  const ms = `${fraction}000`.slice(0, 3);
  const date = parseApiDate(`${day}T${hour}:${minute}:${second}.${ms}Z`);
  if (!date || offset === undefined) return undefined;
  const instant = date.ms - offset;
  return instant < 0 && date.ms >= 0 ? undefined : { ms: instant, asDocumented: false };
}

/** ms east of GMT. */
function offsetOf(zone: string): number | undefined {
  if (zone === '' || zone.toUpperCase() === 'Z') return 0;
  const match = offsetPattern.exec(zone);
  if (!match) return undefined;
  const [, sign, hours, minutes = '00'] = match;
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return Number(hours) > 23 || Number(minutes) > 59 ? undefined : sign === '-' ? -ms : ms;
}
