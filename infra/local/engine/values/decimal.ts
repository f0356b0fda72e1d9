import { validationError } from '../errors.ts';

/** A number as DynamoDB holds it: `0.digits` times ten to the power of `exponent`; no digits for zero. */
interface Decimal {
  negative: boolean;
  /** Neither first nor last is 0. */
  digits: string;
  exponent: number;
}

// AWS: "Data types", numbers.
const mostDigits = 38;
const largestExponent = 126;
const smallestExponent = -129;

const shortInteger = /^(?:0|-?[1-9]\d{0,14})$/;
const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

/**
 * A number in the one form that DynamoDB answers with.
 *
 * @throws ValidationException where it is not a number or too long, large or small
 */
export const normalNumber = (text: string): string =>
  shortInteger.test(text) ? text : toText(checked(parse(text)));

export const addNumbers = (a: string, b: string): string => toText(checked(sum(parse(a), parse(b))));

export const subtractNumbers = (a: string, b: string): string => {
  const second = parse(b);
  return toText(checked(sum(parse(a), { ...second, negative: !second.negative })));
};

/** Less than 0, 0 or more than 0, as for sort. */
export function compareNumbers(a: string, b: string): number {
  const [first, second] = [sortableNumber(a), sortableNumber(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** A text in ASCII that sorts as the number does. */
export function sortableNumber(text: string): string {
  const { negative, digits, exponent } = parse(text);
  if (digits === '') return '0';
  const place = exponent - smallestExponent;
  if (!negative) return `1${hex(place)}${digits}`;
  const complement = digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
  // Of two negative numbers the longer one is the smaller one.
  return `-${hex(0xfff - place)}${complement}~`;
}

/** Bytes that DynamoDB counts for a number (AWS: "DynamoDB item sizes"). */
export function numberSize(text: string): number {
  const { negative, digits } = parse(text);
  return Math.ceil(digits.length / 2) + 1 + (negative ? 1 : 0);
}

const hex = (value: number): string => value.toString(16).padStart(3, '0');

function parse(text: string): Decimal {
  const [, sign, whole = '', fraction = '', power = '0'] = decimal.exec(text) ?? [];
  if (whole + fraction === '') {
    throw validationError(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  return trimmed(sign === '-', whole + fraction, whole.length + Number(power));
}

/** Without zeros at either end. */
function trimmed(negative: boolean, digits: string, exponent: number): Decimal {
  const significant = digits.replace(/^0+/, '');
  const kept = significant.replace(/0+$/, '');
  if (kept === '') return { negative: false, digits: '', exponent: 0 };
  return { negative, digits: kept, exponent: exponent - (digits.length - significant.length) };
}

function checked(number: Decimal): Decimal {
  if (number.digits.length > mostDigits) {
    throw validationError('Attempting to store more than 38 significant digits in a Number');
  }
  if (number.exponent > largestExponent) {
    throw validationError(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (number.exponent < smallestExponent) {
    throw validationError(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  return number;
}

function toText({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`;
  if (exponent >= digits.length) return `${sign}${digits.padEnd(exponent, '0')}`;
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

function sum(a: Decimal, b: Decimal): Decimal {
  const last = Math.min(a.exponent - a.digits.length, b.exponent - b.digits.length);
  const total = scaled(a, last) + scaled(b, last);
  const digits = String(total < 0n ? -total : total);
  return trimmed(total < 0n, digits, last + digits.length);
}

/** How often ten to the power of `last` goes into it. */
function scaled({ negative, digits, exponent }: Decimal, last: number): bigint {
  if (digits === '') return 0n;
  const value = BigInt(digits) * 10n ** BigInt(exponent - digits.length - last);
  return negative ? -value : value;
}
