import { aggregateOnce } from '../aggregates/aggregate-once';
import { readExtremes } from '../aggregates/read-out';
import { accumulatorWords } from '../aggregates/slot-layout';
import { laneOf } from '../columns/column';
import type { CellAccumulator } from '../frame/recording';
import type { ByChannel } from '../grammar/channel-name';
import { isFacet } from '../grammar/facet-channel';
import { POSITION_CHANNELS } from '../grammar/position-channel';
import type { Span } from '../scales/scale-methods';
import { viewBins } from './count-axes';
import type { LayerAxes } from './layer-data';
import type { LoadedLayer } from './plot-layer';

/**
 * The extents of the columns of a faceted layer within the cells of its facets, in ticks: the first facet runs fastest.
 * Null for a cell without values. Values that the axes don't show are left out.
 */
export async function panelExtents(
  { context, relation, plan, plotColumns, signal }: LoadedLayer,
  axes: LayerAxes,
): Promise<ByChannel<readonly (Span | null)[]>> {
  const facets = [...axes].filter(([channel]) => isFacet(channel));
  const positions = POSITION_CHANNELS.filter((channel) => axes.has(channel));
  const cells = facets.reduce((product, [, { bins }]) => product * bins.count, 1);
  /** The least and the greatest value of each position, by cell. */
  const ends: Float64Array[] = [];
  if (plotColumns.resident) {
    const columns = positions.map((channel) => axes.get(channel)!.column);
    const extremes = columns.flatMap(({ id, encoding }): CellAccumulator[] =>
      (['min', 'max'] as const).map((op) => ({ op, column: id, lane: laneOf(encoding) })),
    );
    const dimensions = viewBins(new Map(facets.map(([channel, { bins }]) => [channel, bins])));
    const call = { dimensions, accumulators: [{ op: 'count' }, ...extremes] as const };
    const words = await aggregateOnce(context, { ...call, clauses: [] }, signal);
    for (const i of extremes.keys())
      ends.push(readExtremes(columns[i >> 1]!.encoding, accumulatorWords(call, i + 1, words)));
  } else {
    const groups = await relation.groups(
      {
        dimensions: facets.map(([channel, { column, edges }]) => ({
          expression: plan.columns.get(channel)!.expression,
          type: column.type,
          edges,
        })),
        measures: positions.flatMap((channel) => {
          const { expression } = plan.columns.get(channel)!;
          return [{ op: 'min', expression } as const, { op: 'max', expression } as const];
        }),
        where: [],
      },
      { signal },
    );
    for (const { values } of groups.measures) {
      const ofCells = new Float64Array(cells).fill(NaN);
      for (const [group, value] of values.entries()) {
        let [cell, stride] = [0, 1];
        for (const [i, [, { bins }]] of facets.entries()) {
          cell += groups.bins[i]![group]! * stride;
          stride *= bins.count;
        }
        ofCells[cell] = value;
      }
      ends.push(ofCells);
    }
  }
  return new Map(
    positions.map((channel, i) => {
      const [first, last] = axes.get(channel)!.scale.domain;
      const spans = Array.from({ length: cells }, (_, cell): Span | null => {
        const [lo, hi] = [Math.max(first, ends[2 * i]![cell]!), Math.min(last, ends[2 * i + 1]![cell]!)];
        return lo <= hi ? [lo, hi] : null;
      });
      return [channel, spans];
    }),
  );
}
