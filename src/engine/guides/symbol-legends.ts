import type { ShapeScale } from '../scales/shape-scale';
import type { SizeScale } from '../scales/size-scale';
import type { Magnitude } from '../scales/magnitude';
import type { OpacityScale } from '../scales/opacity-scale';
import type { LegendModel } from './legend';

const SAMPLES = 4;

/** A few round values with the diameters of their symbols in CSS pixels. The value of an entry is in data units. */
export function sizeLegend(scale: SizeScale, title: string, format: Format = null): LegendModel {
  const entries = samplesOf(scale.magnitude, format).map((entry) => ({
    ...entry,
    sizePx: 2 * Math.sqrt(scale.areaOf(entry.value) / Math.PI),
  }));
  return { channel: 'size', title, entries, isPlain: true };
}

/** A few round values with their opacities. The value of an entry is in data units. */
export function opacityLegend(scale: OpacityScale, title: string, format: Format = null): LegendModel {
  const entries = samplesOf(scale.magnitude, format).map((entry) => ({
    ...entry,
    opacity: scale.opacityOf(entry.value),
  }));
  return { channel: 'opacity', title, entries, isPlain: true };
}

/** Writes values of the scale; null for the scale's own format. Not used for categories. */
type Format = ((value: number) => string) | null;

function samplesOf(
  magnitude: Magnitude,
  format: Format,
): readonly { readonly label: string; readonly value: number }[] {
  const { values, labels } = magnitude.samples(SAMPLES);
  return values.map((value, i) => ({ label: format && !magnitude.isCategory ? format(value) : labels[i]!, value }));
}

/** One entry for each category that has a symbol of its own, by code; the others share one, with value −1. */
export function shapeLegend(scale: ShapeScale, title: string): LegendModel {
  const { entries, others, other, note } = scale;
  return {
    channel: 'shape',
    title,
    entries: [...entries, ...(others > 0 ? [{ label: 'other', value: -1, shape: other }] : [])],
    ...(note !== null && { note }),
  };
}
