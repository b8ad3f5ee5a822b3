/**
 * Logarithms, exponentials and powers from additions, multiplications, divisions and square roots alone, which every
 * engine rounds alike. Math.log and Math.exp may differ in the last bit between browsers, and then a saved lasso would
 * select other rows.
 *
 * Source: fdlibm (Sun Microsystems, 1993), e_log.c and e_exp.c; W. Kahan for log1p and expm1.
 */

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const SMALLEST_NORMAL = 2 ** -1022;
const MAX_EXPONENT = 709.782712893384;
const LEAST_EXPONENT = -745.1332191019411;
const words = new DataView(new ArrayBuffer(8));

/** The natural logarithm. */
export function log(value: number): number {
  if (!(value > 0)) return value === 0 ? -Infinity : NaN;
  if (value === Infinity) return Infinity;
  const isSmall = value < SMALLEST_NORMAL;
  words.setFloat64(0, isSmall ? value * 2 ** 54 : value);
  const high = words.getUint32(0);
  let k = (high >>> 20) - 1023 - (isSmall ? 54 : 0);
  words.setUint32(0, (high & 0x000f_ffff) | 0x3ff0_0000);
  let mantissa = words.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    k++;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332));
  const odd =
    z * (0.666666666666673513 + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + (odd + even)) + k * LN2_LOW) - f);
}

/** e raised to `value`. */
export function exp(value: number): number {
  if (value > MAX_EXPONENT) return Infinity;
  if (value < LEAST_EXPONENT) return 0;
  const k = Math.round(value / (LN2_HIGH + LN2_LOW));
  const high = value - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const mantissa = 1 - (low - (r * c) / (2 - c) - high);
  const half = Math.floor(k / 2);
  return mantissa * 2 ** half * 2 ** (k - half);
}

/** log(1 + value), also accurate for the smallest values. */
export function log1p(value: number): number {
  const sum = 1 + value;
  return sum === 1 || sum === Infinity ? value : log(sum) * (value / (sum - 1));
}

/** exp(value) − 1, also accurate for the smallest values. */
export function expm1(value: number): number {
  const power = exp(value);
  if (power === 1 || power === Infinity) return power === 1 ? value : Infinity;
  return power - 1 === -1 ? -1 : (power - 1) * (value / log(power));
}

/** `value` raised to `exponent`, for non-negative `value`. */
export function power(value: number, exponent: number): number {
  if (exponent === 1 || value === 0 || value === Infinity) return value;
  if (exponent === 0.5) return Math.sqrt(value);
  return exponent === 2 ? value * value : exp(exponent * log(value));
}

/** log(b / a) for positive numbers. Accurate for adjacent doubles, and when the quotient overflows. */
export function logRatio(a: number, b: number): number {
  const ratio = b / a;
  if (ratio >= 0.5 && ratio <= 2) return log1p((b - a) / a);
  return ratio >= SMALLEST_NORMAL && ratio < Infinity ? log(ratio) : log(b) - log(a);
}
