/** Dates and times as DuckDB writes them. */
import { civilOf } from '../../columns/civil-date';

const SECONDS_PER_DAY = 86_400n;

/** Days since 1970. */
export function dateText(days: bigint): string {
  const [year, month, day] = civilOf(Number(days));
  const text = `${String(year > 0 ? year : 1 - year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return year > 0 ? text : `${text} (BC)`;
}

/** Ticks since 1970-01-01T00:00Z. */
export function timestampText(ticks: bigint, ticksPerSecond: bigint, zoned: boolean): string {
  const perDay = SECONDS_PER_DAY * ticksPerSecond;
  const days = floorDivide(ticks, perDay);
  const [date, era = ''] = dateText(days).split(' (') as [string, string?];
  return `${date}${era && ' (BC)'} ${timeText(ticks - days * perDay, ticksPerSecond)}${zoned ? '+00' : ''}`;
}

/** Ticks since midnight, or any number of hours; trailing zeros of a fraction are left out. */
export function timeText(ticks: bigint, ticksPerSecond: bigint): string {
  const seconds = ticks / ticksPerSecond;
  const digits = String(ticksPerSecond).length - 1;
  const fraction =
    digits > 0
      ? String(ticks % ticksPerSecond)
          .padStart(digits, '0')
          .replace(/0+$/, '')
      : '';
  return `${two(Number(seconds / 3600n))}:${two(Number((seconds / 60n) % 60n))}:${two(Number(seconds % 60n))}${fraction && `.${fraction}`}`;
}

export function intervalText(months: number, days: number, microseconds: bigint): string {
  const parts = [
    counted(Math.trunc(months / 12), 'year'),
    counted(months % 12, 'month'),
    counted(days, 'day'),
    microseconds === 0n
      ? ''
      : `${microseconds < 0n ? '-' : ''}${timeText(microseconds < 0n ? -microseconds : microseconds, 1_000_000n)}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : '00:00:00';
}

function counted(count: number, unit: string): string {
  return count === 0 ? '' : `${count} ${unit}${Math.abs(count) === 1 ? '' : 's'}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function floorDivide(a: bigint, b: bigint): bigint {
  return a < 0n ? -((-a + b - 1n) / b) : a / b;
}
