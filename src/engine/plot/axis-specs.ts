import type { Channel } from '../grammar/channel';
import { channelTitle, expressionTitle } from '../grammar/channel-title';
import { valueExpression } from '../grammar/measure';
import { axisOf, type AxisName } from '../grammar/position-channel';
import type { AxisSpec, PlotAxes } from '../guides/axis-spec';
import { titleOf, type Plan } from '../plan/plan';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Scale } from '../scales/scale';
import type { LayerAxes } from './layer-data';
import type { PlotScales } from './plot-scales';

/**
 * The axes of a panel.
 * @param axes the axes of the primary layer; a position without an axis shows values
 */
export function axisSpecs(
  plan: Plan,
  axes: LayerAxes,
  scales: Pick<PlotScales, 'of' | 'titleColor'>,
  panel: number,
): PlotAxes {
  const specOf = (axis: AxisName, scale: Scale): AxisSpec => {
    const { grid, ticks } = plan.spec.guides[axis];
    const isMeasure = axis === 'right' || !axes.has(axis);
    const column = axis === 'right' ? null : axes.get(axis);
    const isOpen = scale.kind === 'time' && column?.edges.at(-1) === scale.domain[1];
    const isCentered = column !== undefined && column !== null && isOfWholeNumbers(column) && isBinnedAlike(plan, axis);
    const color = axis === 'x' ? null : scales.titleColor(axis);
    return { scale, title: axisTitle(plan, axis), color, isMeasure, isOpen, isCentered, grid, ticks };
  };
  const right = scales.of('right', panel);
  return {
    x: specOf('x', scales.of('x', panel)!),
    y: specOf('y', scales.of('y', panel)!),
    right: right && specOf('right', right),
  };
}

/** Whether each bin is a whole number. */
function isOfWholeNumbers({ scale, edges, slots }: BinnedAxis): boolean {
  return scale.kind === 'linear' && scale.integer && !slots && edges[1]! - edges[0]! === 1;
}

/** Whether all layers on an axis have the same bins there. */
function isBinnedAlike({ layers }: Plan, axis: AxisName): boolean {
  const channel = axis === 'right' ? 'y' : axis;
  const binned = layers
    .filter(({ spec }) => axisOf(spec, channel) === axis)
    .map(({ dimensions, columns }) => {
      const options = dimensions.find((one) => one.channel === channel)?.options;
      return options ? JSON.stringify([columns.get(channel)?.expression, options]) : null;
    });
  return !binned.includes(null) && new Set(binned).size === 1;
}

/** Whether the plot has axes. A plot of only slices has none. */
export function hasAxes({ layers }: Plan): boolean {
  return layers.some((layer) => layer.route === 'counts' || !layer.draw.isRadial?.(layer.spec.channels));
}

/** Whether the plot draws its axes: an author may switch them off. */
export function showsAxes(plan: Plan): boolean {
  return plan.spec.guides.axes !== 'off' && hasAxes(plan);
}

/** The title of an axis: the author's, or that of the first layer that uses it, or `rows` for counts; empty: none. */
function axisTitle({ spec, layers, primary }: Plan, axis: AxisName): string {
  const { label } = spec.guides[axis];
  if (spec.guides.axes === 'labels') return '';
  if (label !== null) return label;
  const channel = axis === 'right' ? 'y' : axis;
  const own = layers.filter((layer) => axisOf(layer.spec, channel) === axis);
  const first = axis === 'right' ? own[0]! : layers[primary]!;
  if (first.columns.has(channel)) return titleOf(first.columns, channel);
  const titles = [first, ...own].flatMap(({ spec: { channels } }) => {
    const shown = channels.get(channel);
    return shown ? (channelTitle(shown, channels) ?? []) : [];
  });
  const [title = 'rows', ...others] = new Set(titles);
  if (others.length === 0) return title;
  const [shared, ...more] = new Set(own.flatMap((layer) => quantityOf(layer.spec.channels.get(channel))));
  return shared && more.length === 0 ? expressionTitle(shared) : [title, ...others].join(', ');
}

/** The expression whose values a channel shows: null if it shows another quantity, nothing for a constant. */
function quantityOf(channel: Channel | undefined): readonly (string | null)[] {
  if (!channel) return [];
  switch (channel.kind) {
    case 'constant':
      return [];
    case 'count':
      return [null];
    case 'aggregate':
      return [valueExpression(channel.measure)];
    default:
      return [channel.expression];
  }
}
