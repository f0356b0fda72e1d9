const pattern = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?$/;

/**
 * Reads an ISO 8601 duration of days, hours, minutes and seconds, such as `PT15M` or `-P1DT2H`.
 *
 * @returns milliseconds, or undefined where it is not one
 */
export function parseDuration(text: string): number | undefined {
  const match = pattern.exec(text);
  if (!match || /[PT]$/.test(text)) return undefined;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const wholeSeconds = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  const ms = wholeSeconds * 1000 + Number(fraction.padEnd(3, '0'));
  return sign ? -ms : ms;
}
