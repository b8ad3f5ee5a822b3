import { aggregateOnce } from '../aggregates/aggregate-once';
import { COUNT } from '../frame/recording';
import type { ChannelName } from '../grammar/channel-name';
import { isPosition } from '../grammar/position-channel';
import { leastDistance } from '../plan/layout/slots';
import type { LayerPlan, TablePlan } from '../plan/plan';
import type { Relation } from '../source/source';
import { isByValue, valueBins } from './value-bins';
import type { PlacedColumn } from './placed-values';
import type { PlotContext } from './plot-context';

/** With more rows, shapes are so narrow that users can't see whether the axis cuts them off. */
const MAX_ROWS = 50_000;

/**
 * The least distance between two values of a column, if a layer draws shapes around them. The axis extends by half of
 * it on either side, so that the first and last shape aren't cut off. Null if shapes need no room, or if there are
 * fewer than two values.
 */
export async function valueSpacing(
  context: PlotContext,
  relation: Relation,
  plan: LayerPlan,
  channel: ChannelName,
  { meta, extent }: PlacedColumn,
  signal: AbortSignal,
): Promise<number | null> {
  if (!extent || extent[0] === extent[1] || !isDrawnAround(plan, channel, meta.type.kind)) return null;
  const found = valueBins(meta, extent);
  if (found) {
    const dimensions = [found.bins] as const;
    const counts = await aggregateOnce(context, { dimensions, accumulators: COUNT, clauses: [] }, signal);
    return leastDistance(found.values.filter((_, i) => counts[i]! > 0));
  }
  const { expression } = plan.columns.get(channel)!;
  if (plan.route === 'rows') {
    const { columns, truncated } = await relation.table(
      { expressions: [expression], where: [], limit: MAX_ROWS },
      { signal },
    );
    return truncated ? null : leastDistance(columns[0]!.values);
  }
  const dimensions = [{ expression, type: meta.type, edges: null }];
  const groups = await relation.groups({ dimensions, measures: [{ op: 'count' }], where: [] }, { signal });
  return leastDistance(groups.bins[0]!);
}

function isDrawnAround(plan: LayerPlan, channel: ChannelName, kind: string): plan is TablePlan {
  if (plan.route === 'counts' || kind === 'category' || plan.draw.pointing !== 'inside') return false;
  const dimension = plan.dimensions.find((one) => one.channel === channel);
  return dimension !== undefined && isByValue(dimension) && isPosition(channel) && !plan.columns.has(`${channel}2`);
}
