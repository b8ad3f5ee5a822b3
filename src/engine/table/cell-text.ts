import { laneOf, type ColumnMeta, type Keys } from '../columns/column';
import { exactValueOf, keyAt, valueOf, type Key } from '../columns/keys';
import { decimalText, doubleText, singleText } from '../rows/values/number-text';
import { dateText, timestampText } from '../rows/values/time-text';
import { shownAs, type Presentation } from '../scales/presentation';
import { scaleFor } from '../scales/scale-for';

const DAYS_PER_MS = 1 / 86_400_000;
/** From here on, `toFixed` writes an exponent; a double has not that many digits anyway. */
const MOST_FIXED = 1e21;
const DECIMAL = /^DECIMAL\((\d+),\s*(\d+)\)$/;

/**
 * Reads texts of rows from their keys: as the author's format says, else as DuckDB casts the value to VARCHAR. Null for
 * NULL.
 * @param sqlType DuckDB's type of the column; null if it is not known
 * @throws PikaError `spec/bad-format`
 */
export function cellTexts(
  { encoding, type }: Pick<ColumnMeta, 'encoding' | 'type'>,
  sqlType: string | null,
  show: Presentation,
): (keys: Keys, row: number) => string | null {
  const lane = laneOf(encoding);
  const text = textOf({ encoding, type }, sqlType, show);
  return (keys, row) => {
    const key = keyAt(lane, keys, row);
    return key === null ? null : text(key);
  };
}

function textOf(
  { encoding, type }: Pick<ColumnMeta, 'encoding' | 'type'>,
  sqlType: string | null,
  show: Presentation,
): (key: Key) => string {
  const value = (key: Key): number => valueOf(encoding, key);
  if (type.kind === 'category') return (key) => type.labels[value(key)] ?? '';
  if (show.format) {
    const scale = scaleFor(shownAs(type, show), [0, 1]);
    return (key) => scale.format(value(key));
  }
  const exact = (key: Key): bigint =>
    'step' in encoding ? exactValueOf(encoding, key) : BigInt(Math.round(value(key)));
  if (type.kind === 'time') {
    if (type.ticksPerMs === DAYS_PER_MS) return (key) => dateText(exact(key));
    const perSecond = BigInt(Math.round(type.ticksPerMs * 1000));
    return (key) => timestampText(exact(key), perSecond, type.isInstant === true);
  }
  if ('step' in encoding) return (key) => String(exact(key));
  const [, width, scale] = DECIMAL.exec(sqlType ?? '') ?? [];
  if (scale !== undefined)
    return (key) => {
      const number = value(key);
      if (Math.abs(number) >= MOST_FIXED) return doubleText(number);
      return decimalText(BigInt(number.toFixed(Number(scale)).replace('.', '')), Number(width), Number(scale));
    };
  if (type.integer) return (key) => String(exact(key));
  return sqlType === 'FLOAT' ? (key) => singleText(value(key)) : (key) => doubleText(value(key));
}
