import { PLAIN, shownAs, type Presentation } from '../scales/presentation';
import { numberText } from '../scales/number-label';
import { scaleFor } from '../scales/scale-for';
import { partOf, timeText } from '../scales/time-label';
import type { ColumnType } from '../columns/column';

/** Fractions have three digits. */
const PARTS = 100;
const NO_VALUE = '–';

/** A single value of a measure, in ticks; NaN is NULL. */
export interface MeasuredValue {
  readonly type: ColumnType;
  readonly value: number;
}

/**
 * Texts of values of one measure. Times are equally precise.
 * @throws PikaError `spec/bad-format`
 */
export function measuredTexts(measured: readonly MeasuredValue[], show: Presentation): readonly string[] {
  const values = measured.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  return measured.map(({ type, value }) => (Number.isNaN(value) ? NO_VALUE : textOf(type, value, values, show)));
}

function textOf(type: ColumnType, value: number, all: readonly number[], author: Presentation): string {
  const shown = shownAs(type, author);
  const { show = PLAIN } = shown;
  if (!show.format && type.kind === 'number') {
    const size = Number.isFinite(value) ? Math.abs(value) : 0;
    return numberText(value, size, size / PARTS, show.locale);
  }
  if (!show.format && type.kind === 'time') {
    const times = all.map((ticks) => ticks / type.ticksPerMs).filter(Number.isFinite);
    const isDay = ['year', 'month', 'day'].includes(partOf(times, show));
    return timeText(value / type.ticksPerMs, isDay ? 'day' : 'minute', show);
  }
  return scaleFor(shown, [value, value + 1]).format(value);
}
