import type { Channel } from '../grammar/channel';
import { channelTitle, expressionTitle } from '../grammar/channel-title';
import type { PositionChannel } from '../grammar/position-channel';
import type { AxisSpec, PlotAxes } from '../guides/axis-spec';
import { titleOf, type Plan } from '../plan/plan';
import type { Scale } from '../scales/scale';
import type { LayerAxes } from './layer-data';

/**
 * The axes of a plot's panel.
 * @param axes of the primary layer: a position without a column shows values
 */
export function axisSpecs(plan: Plan, axes: LayerAxes, scales: Readonly<Record<PositionChannel, Scale>>): PlotAxes {
  const specOf = (channel: PositionChannel): AxisSpec => {
    const { grid, ticks } = plan.spec.guides[channel];
    const isMeasure = !axes.has(channel);
    return { scale: scales[channel], title: axisTitle(plan, channel), isMeasure, grid, ticks };
  };
  return { x: specOf('x'), y: specOf('y') };
}

/** The title of an axis: the author's, or that of the first layer that uses it; `rows` where layers count. */
function axisTitle({ spec, layers, primary }: Plan, channel: PositionChannel): string {
  const label = spec.guides[channel].label;
  if (label !== null) return label;
  const column = layers[primary]!.columns.get(channel);
  if (column) return titleOf(column);
  const titles = [layers[primary]!, ...layers].flatMap(({ spec: { channels } }) => {
    const shown = channels.get(channel);
    return shown ? (channelTitle(shown) ?? []) : [];
  });
  const [title = 'rows', ...others] = new Set(titles);
  if (others.length === 0) return title;
  const expressions = new Set(layers.flatMap((layer) => expressionOf(layer.spec.channels.get(channel)) ?? []));
  const [shared] = expressions;
  return shared !== undefined && expressions.size === 1 ? expressionTitle(shared) : [title, ...others].join(', ');
}

/** The single expression that an aggregate reads; null for any other channel. */
function expressionOf(channel: Channel | undefined): string | null {
  return channel?.kind === 'aggregate' && 'expression' in channel.measure ? channel.measure.expression : null;
}
