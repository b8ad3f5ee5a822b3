import type { TickSet } from '../scales/scale-methods';
import { tickLabels } from '../scales/tick-labels';
import type { AxisSpec } from './axis-spec';
import { fitCategories, fitRound, type LabelSpace, type MeasureText, type Tick } from './fit-labels';

/** The least length of a label along an axis: shorter distances between ticks would make labels overlap. */
const LEAST_LABEL_CSS = 8;
/** Ticks that users can take in: about so many, however long the axis is. */
const MOST_NUMBERS = 8;
const MOST_TIMES = 16;

/**
 * The ticks of an axis, with labels that fit.
 * @param gapCss the usual distance between labels
 * @param measure the length of a label along the axis; null if labels run across it
 * @throws PikaError `spec/bad-format`
 */
export function fitTicks(spec: AxisSpec, space: LabelSpace, gapCss: number, measure: MeasureText | null): Tick[] {
  const { scale, ticks } = spec;
  const wanted = ticks && 'values' in ticks ? valuesOf(spec, ticks.values) : null;
  const about = ticks && 'count' in ticks ? ticks.count : null;
  if (about !== null && !(about >= 1)) return [];
  if (scale.kind === 'band' && !wanted)
    return fitCategories(scale.texts, (code) => scale.position(code), space, measure, about);
  const count =
    about === null
      ? Math.max(2, Math.min(scale.kind === 'time' ? MOST_TIMES : MOST_NUMBERS, Math.floor(space.lengthCss / gapCss)))
      : Math.min(about, Math.floor(space.lengthCss / LEAST_LABEL_CSS));
  const ticksOf = (some: number): TickSet => {
    const set = wanted ? { ...scale.ticks(wanted.length), values: wanted, rank: () => 0 } : roundTicks(spec, some);
    if (!scale.show.format) return set;
    return { ...set, firstIsLong: false, labels: (values) => tickLabels(scale, set, values) };
  };
  const half = halfOf(spec);
  const fractionOf = (value: number): number => scale.position(value + half);
  if (!wanted) return fitRound(ticksOf, fractionOf, count, space);
  const labelled = wanted.length === 0 ? [] : fitRound(ticksOf, fractionOf, 2, space);
  const isLabelled = new Set(labelled.map(({ at }) => at));
  const bare = wanted.map(fractionOf).filter((at) => !isLabelled.has(at));
  return [...labelled, ...bare.map((at) => ({ at, label: '', full: null, labelCss: at * space.lengthCss }))];
}

function roundTicks({ scale, isOpen, isCentered }: AxisSpec, count: number): TickSet {
  const set = scale.ticks(count);
  const [start, end] = scale.domain;
  if (isCentered) return { ...set, values: set.values.filter((value) => value + 0.5 >= start && value + 0.5 <= end) };
  return isOpen ? { ...set, values: set.values.filter((value) => value < end) } : set;
}

/** From a value to its tick. */
function halfOf({ scale, isCentered }: AxisSpec): number {
  return scale.kind === 'band' || isCentered ? 0.5 : 0;
}

/** The author's values inside the domain, in the scale's unit, ascending. */
function valuesOf(spec: AxisSpec, values: readonly (number | string)[]): number[] {
  const { scale } = spec;
  const [lo, hi] = scale.domain;
  const inUnit = values.map((value) => {
    if (scale.kind === 'band') return scale.labels.includes(String(value)) ? scale.labels.indexOf(String(value)) : NaN;
    return scale.kind === 'time' ? Number(value) * scale.ticksPerMs : Number(value);
  });
  const half = halfOf(spec);
  const isInside = (value: number): boolean => value + half >= lo && value + half <= hi;
  return [...new Set(inUnit)].filter(isInside).sort((a, b) => a - b);
}
