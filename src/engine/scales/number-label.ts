import { ENGLISH, type TextLocale } from '../locale/text-locale';

/** All numbers have this format, on axes and elsewhere, so that plots of similar numbers look alike. */

/** Numbers from these powers of ten on have a unit: `1.5M`. */
const UNIT_POWERS = [12, 9, 6] as const;
/** From this size on, and below the smallest, numbers use powers of ten: `1e15`. */
const POWERS_FROM = 1e15;
const POWERS_BELOW = 1e-4;
/** With more decimals than this, `1.2345M` is no shorter than `1,234,500`. */
const MAX_DECIMALS_OF_UNIT = 2;
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
  const unit = UNIT_POWERS.find(
    (of) => largest >= 10 ** of && of - power <= MAX_DECIMALS_OF_UNIT && locale.units[of / 3 - 2] != null,
  );
  if (!unit) return numbers.format(`,.${Math.max(0, -power)}f`)(value);
  return `${numbers.format(`,.${Math.max(0, unit - power)}f`)(value / 10 ** unit)}${locale.units[unit / 3 - 2]!}`;
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
