import { NO_VALUE } from '../scales/value-text';
import type { ShapeScale } from '../scales/shape-scale';
import type { SizeScale } from '../scales/size-scale';
import type { Magnitude } from '../scales/magnitude';
import type { OpacityScale } from '../scales/opacity-scale';
import type { LegendModel } from './legend';

const SAMPLES = 4;

/** A few round values with the diameters of their symbols in CSS pixels. The value of an entry is in data units. */
export function sizeLegend(scale: SizeScale, title: string): LegendModel {
  const entries = samplesOf(scale.magnitude).map((entry) => ({
    ...entry,
    sizePx: 2 * Math.sqrt(scale.areaOf(entry.value) / Math.PI),
  }));
  return { channel: 'size', title, entries, isPlain: true };
}

/** A few round values with their opacities. The value of an entry is in data units. */
export function opacityLegend(scale: OpacityScale, title: string): LegendModel {
  const entries = samplesOf(scale.magnitude).map((entry) => ({ ...entry, opacity: scale.opacityOf(entry.value) }));
  return { channel: 'opacity', title, entries, isPlain: true };
}

function samplesOf(magnitude: Magnitude): readonly { readonly label: string; readonly value: number }[] {
  const { values, labels } = magnitude.samples(SAMPLES);
  return values.map((value, i) => ({ label: labels[i]!, value }));
}

/**
 * One entry for each category with its own symbol, by code. All other categories share an entry with value −1. NULL has
 * an entry with value NaN, if there are rows with NULL.
 */
export function shapeLegend(scale: ShapeScale, title: string, hasNone = false): LegendModel {
  const { entries, others, other, note } = scale;
  return {
    channel: 'shape',
    title,
    entries: [
      ...entries,
      ...(others > 0 ? [{ label: 'other', value: -1, shape: other }] : []),
      ...(hasNone ? [{ label: NO_VALUE, value: NaN, shape: other }] : []),
    ],
    ...(note !== null && { note }),
  };
}
