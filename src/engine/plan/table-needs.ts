import { hasRows, type Channel, type Constant } from '../grammar/channel';
import type { ChannelName } from '../grammar/channel-name';
import type { Measure } from '../grammar/measure';
import { isFacet } from '../grammar/facet-channel';
import type { LayerSpec } from '../grammar/plot-spec';
import { isPosition } from '../grammar/position-channel';
import type { Dimension, TableNeeds } from './mark';

/** Bins of a dimension if the author specifies none. */
const DEFAULT_BINS = 50;

/**
 * What a layer of rows or groups needs. If a channel is an aggregate, the layer draws one row for each group, grouped
 * by all other channels. A layer of constants has one group.
 */
export function tableNeeds({ channels }: LayerSpec): TableNeeds {
  const expressions = new Map<ChannelName, string>();
  const measures = new Map<ChannelName, Measure>();
  const constants = new Map<ChannelName, Constant>();
  const dimensions: Dimension[] = [];
  for (const [channel, wanted] of channels) {
    const measure = measureOf(wanted);
    if (measure) measures.set(channel, measure);
    else if (wanted.kind === 'constant') constants.set(channel, wanted);
    else if (hasRows(wanted)) {
      expressions.set(channel, wanted.expression);
      dimensions.push({ channel, options: wanted.kind === 'bin' ? wanted.options : null, defaultBins: DEFAULT_BINS });
    }
  }
  // Without columns, all rows are one group.
  if (measures.size > 0 || expressions.size === 0)
    return { route: 'groups', expressions, dimensions, measures, constants };
  return {
    route: 'rows',
    expressions,
    dimensions: dimensions.filter(({ channel }) => isPosition(channel) || isFacet(channel)),
    measures,
    constants,
  };
}

/** The aggregate that a channel shows; null for none. */
export function measureOf(channel: Channel | undefined): Measure | null {
  if (channel?.kind === 'count') return { op: 'count' };
  return channel?.kind === 'aggregate' ? channel.measure : null;
}
