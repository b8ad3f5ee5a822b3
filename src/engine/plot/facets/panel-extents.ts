import { aggregateOnce } from '../../aggregates/aggregate-once';
import { readExtremes } from '../../aggregates/read-out';
import { accumulatorWords } from '../../aggregates/slot-layout';
import { laneOf } from '../../columns/column';
import type { CellAccumulator } from '../../frame/recording';
import type { ByChannel, ChannelName } from '../../grammar/channel-name';
import { isFacet } from '../../grammar/facet-channel';
import { POSITION_CHANNELS, type PositionChannel } from '../../grammar/position-channel';
import type { BinnedAxis } from '../../scales/binned-axis';
import type { Span } from '../../scales/scale-methods';
import { viewBins } from '../count-axes';
import type { LayerAxes } from '../layer-data';
import type { LoadedLayer } from '../plot-layer';

/** The least and the greatest value of each position in turn, by cell; NaN in a cell without values. */
type Ends = readonly Float64Array[];

/**
 * The extents of the columns of a faceted layer within the cells of its facets, in ticks: the first facet runs fastest.
 * Null for a cell without values. Leaves out values that the axes don't show.
 */
export async function panelExtents(loaded: LoadedLayer, axes: LayerAxes): Promise<ByChannel<readonly (Span | null)[]>> {
  const positions = POSITION_CHANNELS.filter((channel) => axes.has(channel));
  const ends = await (loaded.plotColumns.resident ? endsByKernels : endsBySql)(loaded, axes, positions);
  return new Map(
    positions.map((channel, i) => {
      const [first, last] = axes.get(channel)!.scale.domain;
      const [least, greatest] = [ends[2 * i]!, ends[2 * i + 1]!];
      const spans = Array.from(least, (_, cell): Span | null => {
        const [lo, hi] = [Math.max(first, least[cell]!), Math.min(last, greatest[cell]!)];
        return lo <= hi ? [lo, hi] : null;
      });
      return [channel, spans];
    }),
  );
}

async function endsByKernels(
  { context, signal }: LoadedLayer,
  axes: LayerAxes,
  positions: readonly PositionChannel[],
): Promise<Ends> {
  const columns = positions.map((channel) => axes.get(channel)!.column);
  const extremes = columns.flatMap(({ id, encoding }): CellAccumulator[] =>
    (['min', 'max'] as const).map((op) => ({ op, column: id, lane: laneOf(encoding) })),
  );
  const dimensions = viewBins(new Map(facetsOf(axes).map(([channel, { bins }]) => [channel, bins])));
  const call = { dimensions, accumulators: [{ op: 'count' }, ...extremes] as const };
  const words = await aggregateOnce(context, { ...call, clauses: [] }, signal);
  return extremes.map((_, i) => readExtremes(columns[i >> 1]!.encoding, accumulatorWords(call, i + 1, words)));
}

async function endsBySql(
  { relation, plan, signal }: LoadedLayer,
  axes: LayerAxes,
  positions: readonly PositionChannel[],
): Promise<Ends> {
  const facets = facetsOf(axes);
  const expressionOf = (channel: ChannelName): string => plan.columns.get(channel)!.expression;
  const groups = await relation.groups(
    {
      dimensions: facets.map(([channel, { column, edges }]) => ({
        expression: expressionOf(channel),
        type: column.type,
        edges,
      })),
      measures: positions.flatMap((channel) =>
        (['min', 'max'] as const).map((op) => ({ op, expression: expressionOf(channel) })),
      ),
      where: [],
    },
    { signal },
  );
  const cells = facets.reduce((product, [, { bins }]) => product * bins.count, 1);
  return groups.measures.map(({ values }) => {
    const ofCells = new Float64Array(cells).fill(NaN);
    for (const [group, value] of values.entries()) {
      let [cell, stride] = [0, 1];
      for (const [i, [, { bins }]] of facets.entries()) {
        cell += groups.bins[i]![group]! * stride;
        stride *= bins.count;
      }
      ofCells[cell] = value;
    }
    return ofCells;
  });
}

function facetsOf(axes: LayerAxes): readonly (readonly [ChannelName, BinnedAxis])[] {
  return [...axes].filter(([channel]) => isFacet(channel));
}
