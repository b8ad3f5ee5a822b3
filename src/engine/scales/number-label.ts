import { ENGLISH, type TextLocale } from '../locale/text-locale';

/** All numbers have this format, on axes and elsewhere, so that plots of similar numbers look alike. */

/**
 * Units of labels, as powers of ten: `1.5M`, `200k`. Each is for numbers from `from` on, with few `decimals`: `1.2345M`
 * is no shorter than `1,234,500`.
 */
const UNITS = [
  { power: 12, from: 1e12, decimals: 2 },
  { power: 9, from: 1e9, decimals: 2 },
  { power: 6, from: 1e6, decimals: 2 },
  { power: 3, from: 1e5, decimals: 0 },
] as const;
/** From this size on, and below the smallest, numbers use powers of ten: `1e15`. */
const POWERS_FROM = 1e15;
const POWERS_BELOW = 1e-4;
/** The digits of a double. */
const MAX_DIGITS = 16;
const MINUS = '−';

/** The labels of an axis's ticks, all in one format, as precise as their step. */
export function numberLabels(values: readonly number[], step: number, locale = ENGLISH): string[] {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const power = Math.floor(Math.log10(step) + 1e-9);
  return values.map((value) => (value === 0 ? '0' : written(value, largest, power, locale)));
}

/** Formats one value as precisely as `resolution`, in the format of values up to `largest`. */
export function numberText(value: number, largest: number, resolution: number, locale = ENGLISH): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : `${MINUS}∞`;
  if (value === 0) return '0';
  const power = Math.floor(Math.log10(resolution) + 1e-9);
  if (usesPowers(largest)) return powerText(value, power, locale);
  return locale.numbers.format(`,.${Math.min(12, Math.max(0, -power))}~f`)(value);
}

/** Formats a whole number with all the digits that a double holds. */
export function integerText(value: number, locale = ENGLISH): string {
  return Math.abs(value) < 1e21 ? locale.numbers.format(',')(value) : powerText(value, 0, locale);
}

function written(value: number, largest: number, power: number, locale: TextLocale): string {
  if (usesPowers(largest)) return powerText(value, power, locale);
  const { numbers } = locale;
  const unit = UNITS.find(
    ({ power: of, from, decimals }) => largest >= from && of - power <= decimals && locale.units[of / 3 - 1] != null,
  )?.power;
  if (!unit) return numbers.format(`,.${Math.max(0, -power)}f`)(value);
  return `${numbers.format(`,.${Math.max(0, unit - power)}f`)(value / 10 ** unit)}${locale.units[unit / 3 - 1]!}`;
}

function usesPowers(largest: number): boolean {
  return largest > 0 && (largest >= POWERS_FROM || largest < POWERS_BELOW);
}

/** Rounded to the digit of this power of ten, without trailing zeros. */
function powerText(value: number, power: number, { decimal }: TextLocale): string {
  const size = Math.abs(value);
  const digits = Math.max(0, Math.min(MAX_DIGITS, Math.floor(Math.log10(size) + 1e-9) - power));
  const [mantissa, exponent] = size.toExponential(digits).split('e') as [string, string];
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return `${value < 0 ? MINUS : ''}${short.replace('.', decimal)}e${Number(exponent)}`;
}
