import { binWindow } from '../scales/bin-domain';
import type { BinnedAxis } from '../scales/binned-axis';
import { rebinned } from '../scales/slot-axis';
import { PikaError } from '../errors';
import type { ChannelName } from '../grammar/channel-name';
import {
  AXIS_NAMES,
  axisOf,
  isPosition,
  POSITION_CHANNELS,
  type AxisName,
  type Size,
} from '../grammar/position-channel';
import { domainOf, spanOf, unite, type AxisDomain } from '../zoom/zoom-domain';
import type { ZoomState } from '../zoom/zoom-state';
import { binAxes, binDimension, binSpecOf, binVisibleAxes } from './bin-axes';
import { includesNull } from '../plan/includes-null';
import type { LayerAxes, LayerData } from './layer-data';

/**
 * Bins the dimensions of all layers for a plot of about this size. Layers that use the same axis share its
 * domain: the union of their own. An entry is null if the layer has no value to show.
 * @throws PikaError `plan/too-many-bins`, `plan/mixed-scale`
 */
export function binLayers(layers: readonly LayerData[], size: Size): readonly (LayerAxes | null)[] {
  const own = layers.map(({ plan, plotColumns, facets }) => binAxes(plan, plotColumns, size, facets));
  const domains = new Map<AxisName, AxisDomain>();
  for (const axis of AXIS_NAMES) {
    const domain = sharedDomain(axis, layers, own);
    if (domain) domains.set(axis, domain);
  }
  return layers.map((layer, i) => {
    const axes = own[i]!;
    if (!axes) return axesWithoutValues(layer, own, domains, size);
    return domains.size === 0 ? axes : onDomains(layer, axes, domains, size);
  });
}

/** The axes for a layer without values, taken from the other layers. Null if they don't fit its columns. */
function axesWithoutValues(
  { plan, plotColumns }: LayerData,
  others: readonly (LayerAxes | null)[],
  domains: ReadonlyMap<AxisName, AxisDomain>,
  size: Size,
): LayerAxes | null {
  const axes = new Map<ChannelName, BinnedAxis>();
  for (const dimension of plan.dimensions) {
    const { channel } = dimension;
    const { columns } = plotColumns;
    const own = includesNull(channel) ? binDimension(plan, columns, dimension, size) : null;
    if (own) {
      axes.set(channel, own);
      continue;
    }
    const { meta } = columns.get(channel)!;
    const other = others.flatMap((one) => one?.get(channel) ?? [])[0];
    if (!other || other.column.type.kind !== meta.type.kind) return null;
    const shared = isPosition(channel) ? domains.get(axisOf(plan.spec, channel)) : undefined;
    const domain = shared ?? domainOf(other.scale.domain, other.column.type);
    const span = spanOf(domain, meta.type);
    if (!span) return null;
    axes.set(channel, binWindow(meta, span, binSpecOf(dimension, size), plan.columns.get(channel)!.scale));
  }
  return axes;
}

/** The axes of the visible domain: that of the primary layer, in the units of each layer's columns. */
export function binVisibleLayers(
  layers: readonly LayerData[],
  homes: readonly (LayerAxes | null)[],
  primary: number,
  zoom: ZoomState,
  size: Size,
): readonly (LayerAxes | null)[] {
  const zoomed = new Map<AxisName, AxisDomain>();
  for (const channel of POSITION_CHANNELS) {
    const part = zoom.visibleDomain(channel);
    if (part) zoomed.set(channel, domainOf(part, homes[primary]!.get(channel)!.column.type));
  }
  return layers.map((layer, i) => {
    const home = homes[i]!;
    if (i === primary) return binVisibleAxes(layer.plan, home!, zoom, size);
    return home && onDomains(layer, home, zoomed, size);
  });
}

/** The union of the layers' domains; null if fewer than two layers use the axis. */
function sharedDomain(
  name: AxisName,
  layers: readonly LayerData[],
  axes: readonly (LayerAxes | null)[],
): AxisDomain | null {
  const channel = name === 'right' ? 'y' : name;
  const using = layers.flatMap(({ plan: { spec } }, i) => {
    const axis = axes[i]?.get(channel);
    return axis && axisOf(spec, channel) === name
      ? [{ from: spec.from, axis, domain: domainOf(axis.scale.domain, axis.column.type) }]
      : [];
  });
  const [first, ...others] = using;
  if (!first || others.length === 0) return null;
  const other = others.find(({ domain }) => domain.kind !== first.domain.kind);
  if (other) {
    throw new PikaError('plan/mixed-scale', {
      subject: `${channel} of the plot from "${first.from}"`,
      expected: 'columns of one kind in all layers: numbers, times or categories',
      found: `${NAMES[first.domain.kind!]} from "${first.from}", ${NAMES[other.domain.kind!]} from "${other.from}"`,
      next: 'Convert one of them in SQL, or draw the layers in two plots.',
    });
  }
  return using.map(({ domain }) => domain).reduce(unite);
}

const NAMES = { number: 'numbers', time: 'times', category: 'categories' } as const;

/** Bins a layer's columns over given domains; an axis without a given domain stays as it is. */
function onDomains(
  { plan }: LayerData,
  axes: LayerAxes,
  domains: ReadonlyMap<AxisName, AxisDomain>,
  size: Size,
): LayerAxes {
  return new Map(
    plan.dimensions.map((dimension) => {
      const { channel } = dimension;
      const axis = axes.get(channel)!;
      const domain = isPosition(channel) ? domains.get(axisOf(plan.spec, channel)) : undefined;
      const span = domain ? spanOf(domain, axis.column.type) : null;
      return [
        channel,
        span ? rebinned(axis, span, binSpecOf(dimension, size), plan.columns.get(channel)!.scale) : axis,
      ];
    }),
  );
}
