import { aggregateOnce, type Kernels } from '../aggregates/aggregate-once';
import { readCounts, readDistinct, readExtremes, readMeans, readSums } from '../aggregates/read-out';
import { readVariances } from '../aggregates/read-variances';
import { accumulatorWords, cellsOf, mergeLastDimension } from '../aggregates/slot-layout';
import { laneOf, type ColumnType } from '../columns/column';
import type { Bins, CellAccumulator, Dimensions } from '../frame/recording';
import type { TablePlan } from '../plan/plan';
import type { GroupTable, TableValues } from '../source/source';
import type { DistinctColumn } from './acquire-distinct';
import { isKernelMeasure, type KernelColumns, type KernelMeasure, type MeasuredColumn } from './acquire-measures';
import { viewBins } from './count-axes';
import { groupingsOf, type Grouping } from './grouping';
import type { LayerAxes } from './layer-data';
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
}

/** The groups of a layer, aggregated by kernels: what to compute, and how to read it. */
export class KernelGroups {
  /** What the groups of any rows need, in a slot. */
  readonly bins: Dimensions;
  readonly accumulators: readonly [CellAccumulator, ...CellAccumulator[]];
  readonly groupings: readonly Grouping[];
  readonly #binned: readonly BinnedGrouping[];
  readonly #measures: readonly MeasureReader[];
  readonly #distinct: DistinctColumn | null;

  /**
   * Plans the groups of a layer. Returns the reason as text if the database has to group the rows: a channel has too
   * many values, or not all columns are resident.
   */
  static of(plan: TablePlan, { columns, aggregation, resident }: PlotColumns, axes: LayerAxes): KernelGroups | string {
    if (aggregation?.by === 'sql') return aggregation.because;
    if (!aggregation || !resident) return 'not all columns are resident';
    const binned = groupingsOf(plan, axes).flatMap((grouping): BinnedGrouping[] => {
      if (grouping.edges) return [{ ...grouping, bins: axes.get(grouping.channel)!.bins, values: null }];
      const { extent } = columns.get(grouping.channel)!;
      const found = extent && valueBins(grouping.column, extent);
      return found ? [{ ...grouping, ...found }] : [];
    });
    const other = plan.dimensions.find(({ channel }) => !binned.some((grouping) => grouping.channel === channel));
    if (other)
      return `${plan.columns.get(other.channel)!.expression} has too many values, or fractions, without bin(…)`;
    if (!isUpToFour(binned)) return `kernels group by one to four channels, not by ${binned.length}`;
    const { distinct } = aggregation;
    if (distinct && binned.length === 4) return 'kernels group by three channels at most beside distinct(…)';
    const cells = cellsOf(binned.map(({ bins }) => bins)) * (distinct?.bins.count ?? 1);
    const what = distinct ? `groups and values of ${distinct.expression}` : 'groups';
    if (cells > MAX_CELLS) return `${cells.toLocaleString('en')} ${what} are more than kernels aggregate at once`;
    return new KernelGroups(plan, aggregation, binned);
  }

  private constructor({ measures }: TablePlan, columns: KernelColumns, binned: readonly BinnedGrouping[]) {
    const accumulators: [CellAccumulator, ...CellAccumulator[]] = [{ op: 'count' }];
    /** Several measures of a column share its accumulators. */
    const nth = (wanted: CellAccumulator): number => {
      const known = accumulators.findIndex(
        (other) => other.op === wanted.op && ('column' in other ? other.column : null) === columnOf(wanted),
      );
      return known >= 0 ? known : accumulators.push(wanted) - 1;
    };
    this.#binned = binned;
    this.groupings = binned;
    this.#measures = [...measures.values()].filter(isKernelMeasure).map((measure) => readerOf(measure, columns, nth));
    const bins = viewBins(new Map(binned.map(({ channel, bins }) => [channel, bins])));
    this.#distinct = columns.distinct;
    this.bins = columns.distinct ? ([...bins, columns.distinct.bins] as unknown as Dimensions) : bins;
    this.accumulators = accumulators;
  }

  /** The groups of all rows. Rejects with source/aborted. */
  async ofAllRows(kernels: Kernels, signal: AbortSignal): Promise<GroupTable> {
    const { bins: dimensions, accumulators } = this;
    return this.tableOf(await aggregateOnce(kernels, { dimensions, accumulators, clauses: [] }, signal));
  }

  /** The groups of a slot, without the empty ones, as the database would return them. */
  tableOf(slot: Uint32Array<ArrayBuffer>): GroupTable {
    const call = { dimensions: this.bins, accumulators: this.accumulators };
    const read: ReadWords = (nth) => accumulatorWords(call, nth, slot);
    const distinct = this.#distinct;
    const merged =
      distinct && this.accumulators.map((one, nth) => mergeLastDimension(one, read(nth), distinct.bins.count));
    const words: ReadWords = merged ? (nth) => merged[nth]! : read;
    const values = distinct && readDistinct(read(0), distinct.bins.count, distinct.nullBin);
    const counts = words(0);
    const cells: number[] = [];
    for (let cell = 0; cell < counts.length; cell++) if (counts[cell]! > 0) cells.push(cell);
    let stride = 1;
    const bins = this.#binned.map(({ bins: { count }, values }) => {
      const [step, own] = [stride, values];
      stride *= count;
      return Float64Array.from(cells, (cell) => {
        const bin = Math.floor(cell / step) % count;
        return own ? own[bin]! : bin;
      });
    });
    const measures = this.#measures.map(({ type, read }): TableValues => {
      const all = read(words, values);
      return { type, values: Float64Array.from(cells, (cell) => all[cell]!) };
    });
    return { rows: cells.length, bins, measures };
  }
}

/** The words of the nth accumulator. */
type ReadWords = (nth: number) => Uint32Array<ArrayBuffer>;

interface MeasureReader {
  readonly type: ColumnType;
  /** One value for each cell. `distinct` are the numbers of distinct values, if a measure counts them. */
  readonly read: (words: ReadWords, distinct: Float64Array<ArrayBuffer> | null) => Float64Array<ArrayBuffer>;
}

const WHOLE: ColumnType = { kind: 'number', integer: true };
const FRACTION: ColumnType = { kind: 'number', integer: false };

function readerOf(
  measure: KernelMeasure,
  { columns }: KernelColumns,
  nth: (wanted: CellAccumulator) => number,
): MeasureReader {
  if (measure.op === 'count') return { type: WHOLE, read: (words) => readCounts(words(0)) };
  if (measure.op === 'distinct') return { type: WHOLE, read: (_, distinct) => distinct! };
  const { lease, summand, squares }: MeasuredColumn = columns.get(measure.expression)!;
  const { id, encoding, type } = lease.meta;
  const lane = laneOf(encoding);
  if (measure.op === 'min' || measure.op === 'max') {
    const own = nth({ op: measure.op, column: id, lane });
    return { type, read: (words) => readExtremes(encoding, words(own)) };
  }
  const counted = nth({ op: 'count-of', column: id, lane });
  if (measure.op === 'count-of') return { type: WHOLE, read: (words) => readCounts(words(counted)) };
  const of = summand!;
  const summed = nth({ op: 'sum', column: id, of });
  switch (measure.op) {
    case 'sum':
      return { type, read: (words) => readSums(encoding, { of }, words(summed), words(counted)) };
    case 'avg':
      return { type: FRACTION, read: (words) => readMeans(encoding, { of }, words(summed), words(counted)) };
    case 'variance':
    case 'stddev': {
      const { lease: own, summand: ofSquares, encoding: ofKeys } = squares!;
      const squared = nth({ op: 'sum', column: own.meta.id, of: ofSquares });
      const moments = { encoding, of, squares: ofKeys };
      const variances = (words: ReadWords) => readVariances(moments, words(summed), words(squared), words(counted));
      return {
        type: FRACTION,
        read: measure.op === 'variance' ? variances : (words) => variances(words).map(Math.sqrt),
      };
    }
  }
}

function columnOf(accumulator: CellAccumulator): string | null {
  return 'column' in accumulator ? accumulator.column : null;
}

function isUpToFour({ length }: readonly unknown[]): boolean {
  return length >= 1 && length <= 4;
}
