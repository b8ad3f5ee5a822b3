/** Numbers as DuckDB writes them. */

/**
 * A double: the shortest digits that parse to the same value, in exponential form (`1e+16`, `1e-05`) beyond a certain
 * size.
 */
export function doubleText(value: number): string {
  return floatText(value, String(Math.abs(value)));
}

/** A float: the shortest digits that parse to the same float. DuckDB's last digit may be another one that does. */
export function singleText(value: number): string {
  let digits = 1;
  while (Number.isFinite(value) && digits < 9 && Math.fround(Number(value.toPrecision(digits))) !== value) digits++;
  return floatText(value, Number.isFinite(value) ? String(Math.abs(Number(value.toPrecision(digits)))) : '');
}

/** `shortest` is the magnitude as JavaScript writes it: the right digits, formatted differently. */
function floatText(value: number, shortest: string): string {
  if (Number.isNaN(value)) return 'nan';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}inf`;
  if (value === 0) return `${sign}0.0`;
  const [mantissa, power] = shortest.split('e');
  const [whole = '', fraction = ''] = mantissa!.split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const leading = (whole + fraction).length - digits.length;
  /** The exponent of the first digit. */
  const exponent = Number(power ?? 0) + whole.length - 1 - leading;
  const kept = digits.replace(/0+$/, '');
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${kept[0]}${kept.length > 1 ? `.${kept.slice(1)}` : ''}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${kept}`;
  const padded = kept.padEnd(exponent + 1, '0');
  return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1) || '0'}`;
}

/** A decimal of `width` digits, `scale` of them after the point; if all are, no 0 is written before it. */
export function decimalText(value: bigint, width: number, scale: number): string {
  if (scale <= 0) return String(value * 10n ** BigInt(-scale));
  const digits = String(value < 0n ? -value : value).padStart(scale + (width > scale ? 1 : 0), '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}`;
}
