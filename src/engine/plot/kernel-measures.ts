import { readCounts, readDistinct, readExtremes, readMeans, readSums } from '../aggregates/read-out';
import { readVariances } from '../aggregates/read-variances';
import type { RowValues } from '../aggregates/row-values';
import { accumulatorWords, mergeLastDimension } from '../aggregates/slot-layout';
import { laneOf, NULL_KEY, type ColumnType } from '../columns/column';
import type { Backend } from '../frame/backend';
import type { CellAccumulator, Dimensions } from '../frame/recording';
import { computeArithmetic, isWhole } from '../grammar/arithmetic';
import type { Measure } from '../grammar/measure';
import type { TableValues } from '../source/source';
import type { DistinctColumn } from './acquire-distinct';
import {
  isKernelAggregate,
  isKernelMeasure,
  type KernelAggregate,
  type KernelColumns,
  type KernelMeasure,
} from './acquire-measures';

/** The words of the nth accumulator of a slot. */
type WordsOf = (nth: number) => Uint32Array<ArrayBuffer>;

interface MeasureReader {
  readonly type: ColumnType;
  /** One value for each cell. `distinct` are the numbers of distinct values, if a measure counts them. */
  readonly read: (words: WordsOf, distinct: Float64Array<ArrayBuffer> | null) => Float64Array<ArrayBuffer>;
  /** The rows whose values it reads, where words hold rows instead of values. */
  readonly rows: readonly { readonly nth: number; readonly values: RowValues }[];
}

/** What kernels found, cell by cell. */
export interface CellMeasures {
  /** The number of rows. */
  readonly counts: Uint32Array;
  /** The values of each measure; NaN is NULL. */
  readonly measures: readonly TableValues[];
}

const WHOLE: ColumnType = { kind: 'number', integer: true };
const FRACTION: ColumnType = { kind: 'number', integer: false };

/** What kernels accumulate for measures, and how to read it. */
export class KernelMeasures {
  /** The first one counts rows. Several measures of a column share its accumulators. */
  readonly accumulators: readonly [CellAccumulator, ...CellAccumulator[]];
  readonly #readers: readonly MeasureReader[];
  readonly #distinct: DistinctColumn | null;

  constructor(measures: readonly Measure[], columns: KernelColumns) {
    const accumulators: [CellAccumulator, ...CellAccumulator[]] = [{ op: 'count' }];
    const nth = (wanted: CellAccumulator): number => {
      const known = accumulators.findIndex(
        (other) => other.op === wanted.op && ('column' in other ? other.column : null) === columnOf(wanted),
      );
      return known >= 0 ? known : accumulators.push(wanted) - 1;
    };
    this.#readers = measures.filter(isKernelMeasure).map((measure) => readerOf(measure, columns, nth));
    this.#distinct = columns.distinct;
    this.accumulators = accumulators;
  }

  /** The dimensions to count by, for these cells: distinct values need one more. */
  dimensions(cells: Dimensions | readonly []): Dimensions | readonly [] {
    return this.#distinct ? ([...cells, this.#distinct.bins] as unknown as Dimensions) : cells;
  }

  /**
   * Reads the values of the rows in a slot, which {@link read} then returns. A slot whose cells join several of this
   * slot's needs no further call. Rejects as {@link Backend.readKeys}.
   */
  async readRows(
    backend: Backend,
    dimensions: Dimensions | readonly [],
    slot: Uint32Array<ArrayBuffer>,
  ): Promise<void> {
    const call = { dimensions, accumulators: this.accumulators };
    for (const { nth, values } of this.#readers.flatMap(({ rows }) => rows)) {
      const rows = accumulatorWords(call, nth, slot).filter((row) => row !== NULL_KEY);
      await values.read(backend, rows);
    }
  }

  /** @param dimensions what {@link dimensions} returned */
  read(dimensions: Dimensions | readonly [], slot: Uint32Array<ArrayBuffer>): CellMeasures {
    const call = { dimensions, accumulators: this.accumulators };
    const all: WordsOf = (nth) => accumulatorWords(call, nth, slot);
    const distinct = this.#distinct;
    const merged =
      distinct && this.accumulators.map((one, nth) => mergeLastDimension(one, all(nth), distinct.bins.count));
    const words: WordsOf = merged ? (nth) => merged[nth]! : all;
    const values = distinct && readDistinct(all(0), distinct.bins.count, distinct.nullBin);
    return {
      counts: words(0),
      measures: this.#readers.map(({ type, read }) => ({ type, values: read(words, values) })),
    };
  }
}

function readerOf(
  measure: KernelMeasure,
  columns: KernelColumns,
  nth: (wanted: CellAccumulator) => number,
): MeasureReader {
  if (measure.op !== 'formula') return aggregateReader(measure, columns, nth);
  const { arithmetic } = measure;
  const readers = measure.aggregates.filter(isKernelAggregate).map((part) => aggregateReader(part, columns, nth));
  const wholes = readers.map(({ type }) => type.kind === 'number' && type.integer);
  return {
    type: isWhole(arithmetic, wholes) ? WHOLE : FRACTION,
    read: (words, distinct) => {
      const operands = readers.map(({ read }) => read(words, distinct));
      return computeArithmetic(arithmetic, operands);
    },
    rows: readers.flatMap(({ rows }) => rows),
  };
}

function aggregateReader(
  measure: KernelAggregate,
  { columns }: KernelColumns,
  nth: (wanted: CellAccumulator) => number,
): MeasureReader {
  const rows: MeasureReader['rows'] = [];
  if (measure.op === 'count') return { type: WHOLE, read: (words) => readCounts(words(0)), rows };
  if (measure.op === 'distinct') return { type: WHOLE, read: (_, distinct) => distinct!, rows };
  const { lease, summand, squares, rowNumbers } = columns.get(measure.expression)!;
  const { id, encoding, type } = lease.meta;
  const lane = laneOf(encoding);
  if (measure.op === 'min' || measure.op === 'max') {
    const own = nth({ op: measure.op, column: id, lane });
    return { type, read: (words) => readExtremes(encoding, words(own)), rows };
  }
  if (measure.op === 'first' || measure.op === 'last') {
    const { lease: numbers, values } = rowNumbers!;
    const row = nth({ op: measure.op === 'first' ? 'min' : 'max', column: numbers.meta.id, lane: 'u32' });
    const valueOfRow = (number: number): number => (number === NULL_KEY ? NaN : values.of(number));
    return { type, read: (words) => Float64Array.from(words(row), valueOfRow), rows: [{ nth: row, values }] };
  }
  const counted = nth({ op: 'count-of', column: id, lane });
  if (measure.op === 'count-of') return { type: WHOLE, read: (words) => readCounts(words(counted)), rows };
  const of = summand!;
  const summed = nth({ op: 'sum', column: id, of });
  switch (measure.op) {
    case 'sum':
      return {
        type: type.kind === 'category' ? WHOLE : type,
        read: (words) => readSums(encoding, { of }, words(summed), words(counted)),
        rows,
      };
    case 'avg':
      return { type: FRACTION, read: (words) => readMeans(encoding, { of }, words(summed), words(counted)), rows };
    case 'variance':
    case 'stddev': {
      const { lease: own, summand: ofSquares, encoding: ofKeys } = squares!;
      const squared = nth({ op: 'sum', column: own.meta.id, of: ofSquares });
      const moments = { encoding, of, squares: ofKeys };
      const variances = (words: WordsOf) => readVariances(moments, words(summed), words(squared), words(counted));
      return {
        type: FRACTION,
        read: measure.op === 'variance' ? variances : (words) => variances(words).map(Math.sqrt),
        rows,
      };
    }
  }
}

function columnOf(accumulator: CellAccumulator): string | null {
  return 'column' in accumulator ? accumulator.column : null;
}
