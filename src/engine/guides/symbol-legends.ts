import type { ShapeScale } from '../scales/shape-scale';
import type { SizeScale } from '../scales/size-scale';
import type { LegendModel } from './legend';

const SIZES = 4;

/** A few round values with the diameters of their symbols in CSS pixels. The value of an entry is in data units. */
export function sizeLegend(
  scale: SizeScale,
  title: string,
  format: ((value: number) => string) | null = null,
): LegendModel {
  const { magnitude } = scale;
  const { values, labels } = magnitude.samples(SIZES);
  return {
    channel: 'size',
    title,
    entries: values.map((value, i) => ({
      label: format && !magnitude.isCategory ? format(value) : labels[i]!,
      value,
      sizePx: 2 * Math.sqrt(scale.areaOf(value) / Math.PI),
    })),
  };
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
