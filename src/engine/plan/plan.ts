import { PikaError } from '../errors';
import type { BrushKind, PlotSpec, ZoomAxes } from '../grammar/plot-spec';
import type { ScaleSpec } from '../grammar/scale-spec';
import type { AxisRequest, Mark } from './mark';
import { markNamed } from './marks/index';

/** An axis to bin, and how to draw it. */
export interface PlannedAxis extends AxisRequest {
  /** Null: the default scale of the column's type. */
  readonly scale: ScaleSpec | null;
}

/** What a plot needs, derived without data: its mark, the axes to bin, the expressions to make resident. */
export interface Plan {
  readonly spec: PlotSpec;
  readonly mark: Mark;
  readonly axes: readonly [PlannedAxis] | readonly [PlannedAxis, PlannedAxis];
  /** The axes that the user can zoom. */
  readonly zoom: readonly ('x' | 'y')[];
}

/** @throws PikaError `spec/…` or `plan/…` */
export function planPlot(spec: PlotSpec): Plan {
  const mark = markNamed(spec.mark);
  const planned = (axis: AxisRequest): PlannedAxis => ({ ...axis, scale: spec.scales[axis.channel] ?? null });
  const [x, y] = mark.axes(spec);
  const axes: Plan['axes'] = y ? [planned(x), planned(y)] : [planned(x)];
  checkBrush(spec.brush, axes, mark);
  return { spec, mark, axes, zoom: zoomed(spec.zoom, axes, mark) };
}

function zoomed(zoom: ZoomAxes | null, axes: readonly AxisRequest[], mark: Mark): readonly ('x' | 'y')[] {
  const known = axes.map(({ channel }) => channel);
  if (zoom === null || zoom === 'all') return zoom ? known : [];
  const missing = [...zoom].find((axis) => !known.some((channel) => channel === axis));
  if (!missing) return known.filter((channel) => zoom.includes(channel));
  throw new PikaError('spec/bad-zoom', {
    subject: `${mark.name} plot`,
    expected: `zoom="${known.join('')}"`,
    found: `zoom="${zoom}"`,
    next: `The ${missing} axis of this mark shows counts; its scale follows by itself.`,
  });
}

function checkBrush(brush: BrushKind | null, axes: readonly AxisRequest[], mark: Mark): void {
  const sides = brush === 'lasso' ? 'xy' : brush === 'nearest' ? '' : (brush?.replace('nearest-', '') ?? '');
  const missing = [...sides].find((axis) => !axes.some(({ channel }) => channel === axis));
  if (!missing) return;
  throw new PikaError('spec/bad-brush', {
    subject: `${mark.name} plot`,
    expected: `brush="${axes.map(({ channel }) => channel).join('')}"`,
    found: `brush="${brush}"`,
    next: `The ${missing} axis of this mark shows counts, and only columns can be selected.`,
  });
}
