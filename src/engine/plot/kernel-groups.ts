import { aggregateOnce, type Kernels } from '../aggregates/aggregate-once';
import { cellsOf, mergeOtherDimensions, slotParts } from '../aggregates/slot-layout';
import { unlessAborted } from '../abort';
import type { Backend } from '../frame/backend';
import type { Bins, CellAccumulator, Dimensions } from '../frame/recording';
import type { ChannelName } from '../grammar/channel-name';
import type { TablePlan } from '../plan/plan';
import type { GroupTable, TableValues } from '../source/source';
import type { KernelColumns } from './acquire-measures';
import { withNullBin } from './with-null-bin';
import { viewBins } from './count-axes';
import { groupingsOf, type Grouping } from './grouping';
import { hasNulls } from './keyed-nulls';
import { KernelMeasures } from './kernel-measures';
import type { LayerAxes } from './layer-data';
import type { LabelValues } from './limit/band-limit';
import type { PlotColumns } from './plot-columns';
import { valueBins } from './value-bins';

/** The database returns no more groups either. With more cells, most would be empty. */
const MAX_CELLS = 100_000;

/**
 * A grouping whose groups are bins of a resident column. `values` are the values of the bins, if each bin holds a
 * single one.
 */
interface BinnedGrouping extends Grouping {
  readonly bins: Bins;
  readonly values: readonly number[] | null;
  /** The bin of the rows without a value; null if they are in no group. */
  readonly nullBin: number | null;
}

/** The groups of a layer, aggregated by kernels: what to compute, and how to read it. */
export class KernelGroups {
  /** What the groups of any rows need, in a slot. */
  readonly bins: Dimensions;
  readonly accumulators: readonly [CellAccumulator, ...CellAccumulator[]];
  readonly groupings: readonly Grouping[];
  readonly #binned: readonly BinnedGrouping[];
  readonly #measures: KernelMeasures;
  /** The channels of the measures. */
  readonly #measured: readonly ChannelName[];

  /**
   * Plans the groups of a layer. Returns the reason as text if the database has to group the rows: a channel has too
   * many values, or not all columns are resident.
   */
  static of(plan: TablePlan, { columns, aggregation, resident }: PlotColumns, axes: LayerAxes): KernelGroups | string {
    if (aggregation?.by === 'sql') return aggregation.because;
    if (!aggregation || !resident) return 'not all columns are resident';
    const binned = groupingsOf(plan, axes).flatMap((grouping): BinnedGrouping[] => {
      const { channel, column, edges } = grouping;
      const { extent } = columns.get(channel)!;
      const found = edges || !extent ? { bins: axes.get(channel)!.bins, values: null } : valueBins(column, extent);
      if (!found) return [];
      if (!grouping.includeNull || column.nullKey === undefined) return [{ ...grouping, ...found, nullBin: null }];
      return [{ ...grouping, ...found, bins: withNullBin(found.bins, column), nullBin: found.bins.count }];
    });
    const other = plan.dimensions.find(({ channel }) => !binned.some((grouping) => grouping.channel === channel));
    if (other)
      return `${plan.columns.get(other.channel)!.expression} has too many values, or fractions, without bin(…)`;
    const unkeyed = binned.find(
      ({ includeNull, column }) => includeNull && hasNulls({ meta: column }) && column.nullKey === undefined,
    );
    if (unkeyed) return `kernels can't group the rows without a value of ${unkeyed.expression}`;
    if (!isUpToFour(binned)) return `kernels group by one to four channels, not by ${binned.length}`;
    const { distinct } = aggregation;
    if (distinct && binned.length === 4) return 'kernels group by three channels at most beside distinct(…)';
    const cells = cellsOf(binned.map(({ bins }) => bins)) * (distinct?.bins.count ?? 1);
    const what = distinct ? `groups and values of ${distinct.expression}` : 'groups';
    if (cells > MAX_CELLS) return `${cells.toLocaleString('en')} ${what} are more than kernels aggregate at once`;
    return new KernelGroups(plan, aggregation, binned);
  }

  private constructor({ measures }: TablePlan, columns: KernelColumns, binned: readonly BinnedGrouping[]) {
    this.#binned = binned;
    this.groupings = binned;
    this.#measured = [...measures.keys()];
    this.#measures = new KernelMeasures([...measures.values()], columns);
    const bins = viewBins(new Map(binned.map(({ channel, bins }) => [channel, bins])));
    this.bins = this.#measures.dimensions(bins) as Dimensions;
    this.accumulators = this.#measures.accumulators;
  }

  /** The slot of all rows. Rejects with source/aborted. */
  async ofAllRows(kernels: Kernels, signal: AbortSignal): Promise<Uint32Array<ArrayBuffer>> {
    const { bins: dimensions, accumulators } = this;
    const slot = await aggregateOnce(kernels, { dimensions, accumulators, clauses: [] }, signal);
    await unlessAborted(this.readRows(kernels.backend, slot), signal, 'groups');
    return slot;
  }

  /** Reads the values that a slot names by their rows, for {@link tableOf}. Rejects as {@link Backend.readKeys}. */
  readRows(backend: Backend, slot: Uint32Array<ArrayBuffer>): Promise<void> {
    return this.#measures.readRows(backend, this.bins, slot);
  }

  /**
   * A measure of the rows of each label, over all groups with that label.
   * @param channel one of those that divide the rows
   * @param of the channel that shows the measure
   */
  labelValues(slot: Uint32Array<ArrayBuffer>, channel: ChannelName, of: ChannelName): LabelValues {
    const kept = this.#binned.findIndex((grouping) => grouping.channel === channel);
    const { bins: labelBins, edges } = this.#binned[kept]!;
    const groups = this.bins.slice(0, this.#binned.length);
    const cells = cellsOf(groups);
    const along = this.#measures.dimensions([labelBins]);
    // Distinct values are the last dimension, and stay one.
    const rest = cellsOf(this.bins) / cells;
    const merged = slotParts({ dimensions: this.bins, accumulators: this.accumulators }).flatMap(
      ({ accumulator, first, words }) =>
        Array.from({ length: rest }, (_, value) => {
          const from = first + (value * words) / rest;
          return mergeOtherDimensions(accumulator, slot.subarray(from, from + words / rest), groups, kept);
        }),
    );
    const { counts, measures } = this.#measures.read(along, joined(merged));
    const { values } = measures[this.#measured.indexOf(of)]!;
    const found = new Map<number, number>();
    for (const [bin, count] of counts.entries()) if (count > 0) found.set(edges?.[bin] ?? bin, values[bin]!);
    return found;
  }

  /** The groups of a slot, without the empty ones, as the database would return them. */
  tableOf(slot: Uint32Array<ArrayBuffer>): GroupTable {
    const { counts, measures: found } = this.#measures.read(this.bins, slot);
    const cells: number[] = [];
    for (let cell = 0; cell < counts.length; cell++) if (counts[cell]! > 0) cells.push(cell);
    let stride = 1;
    const bins = this.#binned.map(({ bins: { count }, values, nullBin }) => {
      const [step, own] = [stride, values];
      stride *= count;
      return Float64Array.from(cells, (cell) => {
        const bin = Math.floor(cell / step) % count;
        if (bin === nullBin) return NaN;
        return own ? own[bin]! : bin;
      });
    });
    const measures = found.map(({ type, values }): TableValues => {
      return { type, values: Float64Array.from(cells, (cell) => values[cell]!) };
    });
    return { rows: cells.length, bins, measures };
  }
}

function joined(parts: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(parts.reduce((length, part) => length + part.length, 0));
  let from = 0;
  for (const part of parts) {
    words.set(part, from);
    from += part.length;
  }
  return words;
}

function isUpToFour({ length }: readonly unknown[]): boolean {
  return length >= 1 && length <= 4;
}
