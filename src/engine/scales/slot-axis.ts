import type { ColumnMeta } from '../columns/column';
import type { ScaleSpec } from '../grammar/scale-spec';
import { binWindow } from './bin-domain';
import { BinnedAxis, type Slots } from './binned-axis';
import type { BinSpec } from './edges';
import type { Span } from './scale-methods';
import { scaleFor } from './scale-for';

/** With more slots than this, a slot is narrower than a pixel. */
const MAX_SLOTS = 4096;

/**
 * An axis of shapes around values: each bin is the slot of one value, with the value in its middle, and the domain ends
 * with the first and last slot. Null if the scale isn't linear, or has too many slots.
 * @param clip the interval to show, in data units; null for all values
 * @param spacing the least distance between two values, in ticks
 */
export function slotAxis(
  column: ColumnMeta,
  [min, max]: Span,
  spacing: number,
  clip: Span | null,
  wanted: ScaleSpec | null,
): BinnedAxis | null {
  const slots = { origin: min - spacing / 2, spacing };
  const scale = scaleFor(column.type, [slots.origin, max + spacing / 2], wanted);
  const shown = clip ? scaleFor(column.type, clip, wanted).domain : scale.domain;
  return scale.isLinear ? axisOf(column, shown, slots, wanted) : null;
}

/** The axis on another domain: with the same slots, or with new bins from binWindow. */
export function rebinned(home: BinnedAxis, domain: Span, spec: BinSpec, wanted: ScaleSpec | null): BinnedAxis {
  const { column, slots } = home;
  return (slots && axisOf(column, domain, slots, wanted)) ?? binWindow(column, domain, spec, wanted);
}

function axisOf(column: ColumnMeta, domain: Span, slots: Slots, wanted: ScaleSpec | null): BinnedAxis | null {
  const { origin, spacing } = slots;
  const first = Math.floor((domain[0] - origin) / spacing);
  const count = Math.ceil((domain[1] - origin) / spacing) - first;
  if (!(count >= 1 && count <= MAX_SLOTS)) return null;
  const thresholds = Array.from({ length: count + 1 }, (_, i) => origin + (first + i) * spacing);
  const scale = scaleFor(column.type, domain, wanted);
  return new BinnedAxis(column, scale, { thresholds, uniform: true }, slots);
}
