import { laneOf, type Column } from '../../../src/engine/columns/column';
import { exactValueOf, keyAt, valueOf, type Key } from '../../../src/engine/columns/keys';
import type {
  AggregateCall,
  Bins,
  CellAccumulator,
  Clause,
  Extent,
  Filter,
  KernelCall,
} from '../../../src/engine/frame/recording';
import { bitsWords } from '../../harness/aggregate-sql';

/**
 * The kernels as plain loops over keys, written from the definitions in recording.ts. Slow, and independent of the
 * shaders.
 */
export function naive(call: KernelCall, columns: ReadonlyMap<string, Column>): Uint32Array {
  if (call.kernel !== 'aggregate') throw new Error(`no naive ${call.kernel}`);
  const words = call.accumulators.flatMap((accumulator) => [
    ...(accumulator.op === 'extent'
      ? naiveExtent(accumulator, call.clauses, columns)
      : naiveCells(call, accumulator, columns)),
  ]);
  return Uint32Array.from(words);
}

/** The words of a cell from its rows' keys and values; a count of rows has neither. */
function wordsOfCell(
  accumulator: CellAccumulator,
  { encoding }: Pick<Column, 'encoding'>,
  rows: readonly (Key | null)[],
): readonly number[] {
  const keys = rows.filter((key) => key !== null);
  const split = (value: bigint, words: number): number[] =>
    Array.from({ length: words }, (_, i) => Number((value >> BigInt(32 * i)) & 0xffff_ffffn));
  switch (accumulator.op) {
    case 'count':
      return [rows.length];
    case 'count-of':
      return [keys.length];
    case 'sum': {
      const { shift } = accumulator.of;
      const terms = keys.map((key) => (shift === null ? BigInt(key) : scaled(valueOf(encoding, key), shift)));
      return split(
        terms.reduce((sum, term) => sum + term, 0n),
        3,
      );
    }
    case 'min':
    case 'max': {
      const words = laneOf(encoding) === 'u64' ? 2 : 1;
      const [first, ...others] = keys;
      if (first === undefined) return new Array<number>(words).fill(0xffff_ffff);
      const found = others.reduce((a, b) => ((accumulator.op === 'min' ? b < a : b > a) ? b : a), first);
      if (laneOf(encoding) === 'f32') return [...new Uint32Array(Float32Array.of(Number(found)).buffer)];
      return split(BigInt(found), words);
    }
    case 'bits':
      return [
        ...bitsWords(
          encoding,
          keys.map((key) => ('step' in encoding ? exactValueOf(encoding, key) : valueOf(encoding, key))),
        ),
      ];
  }
}

/** A finite value × 2^shift without its fraction; 0 for infinities. */
function scaled(value: number, shift: number): bigint {
  if (!Number.isFinite(value)) return 0n;
  let exponent = shift;
  let whole = value;
  for (; whole % 1 !== 0; exponent--) whole *= 2;
  return exponent >= 0 ? BigInt(whole) << BigInt(exponent) : BigInt(whole) / (1n << BigInt(-exponent));
}

function naiveCells(
  call: AggregateCall,
  accumulator: CellAccumulator,
  columns: ReadonlyMap<string, Column>,
): Uint32Array {
  const { dimensions, clauses } = call;
  const keys = dimensions.map(({ column }) => reader(columns.get(column)!));
  const pass = filter(clauses, columns);
  const relation = columns.get('rows' in call ? call.rows : call.dimensions[0].column)!;
  const accumulated = 'column' in accumulator ? columns.get(accumulator.column)! : relation;
  const key = reader(accumulated);
  const cells = Array.from(
    { length: dimensions.reduce((product, { count }) => product * count, 1) },
    (): (Key | null)[] => [],
  );
  const { rows } = relation;
  for (let row = 0; row < rows; row++) {
    if (!pass(row)) continue;
    const places = dimensions.map((bins, d) => binOf(bins, keys[d]!(row)));
    if (places.some((place) => place < 0)) continue;
    let [cell, width] = [0, 1];
    places.forEach((place, d) => {
      cell += width * place;
      width *= dimensions[d]!.count;
    });
    cells[cell]!.push(key(row));
  }
  return Uint32Array.from(cells.flatMap((keys) => wordsOfCell(accumulator, accumulated, keys)));
}

function naiveExtent(call: Extent, clauses: Filter, columns: ReadonlyMap<string, Column>): Uint32Array {
  const column = columns.get(call.column)!;
  const key = reader(column);
  const pass = filter(clauses, columns);
  const infinities: readonly Key[] =
    column.encoding.kind === 'float64'
      ? [0xfff0_0000_0000_0000n, 0x000f_ffff_ffff_ffffn]
      : column.encoding.kind === 'f32'
        ? [Infinity, -Infinity]
        : [];
  let min: Key | null = null;
  let max: Key | null = null;
  for (let row = 0; row < column.rows; row++) {
    const value = key(row);
    if (value === null || infinities.includes(value) || !pass(row)) continue;
    if (min === null || value < min) min = value;
    if (max === null || value > max) max = value;
  }
  if (call.lane === 'f32')
    return new Uint32Array(Float32Array.of(Number(min ?? Infinity), Number(max ?? -Infinity)).buffer);
  if (call.lane === 'u32') return Uint32Array.of(Number(min ?? 0xffff_ffff), Number(max ?? 0));
  const words = (wide: bigint): number[] => [Number(wide & 0xffff_ffffn), Number(wide >> 32n)];
  return Uint32Array.from([...words(BigInt(min ?? 0xffff_ffff_ffff_ffffn)), ...words(BigInt(max ?? 0n))]);
}

function reader({ pages, encoding }: Column): (row: number) => Key | null {
  const lane = laneOf(encoding);
  return (row) => {
    let at = row;
    for (const { rows, keys } of pages) {
      if (at < rows) return keyAt(lane, keys, at);
      at -= rows;
    }
    throw new Error(`no row ${row}`);
  };
}

function filter(clauses: Filter, columns: ReadonlyMap<string, Column>): (row: number) => boolean {
  const tests = clauses.map((clause) => tested(clause, columns));
  return (row) => tests.every((test) => test(row));
}

function tested(clause: Clause, columns: ReadonlyMap<string, Column>): (row: number) => boolean {
  const marked = (words: Uint32Array, bit: number) => ((words[bit >>> 5] ?? 0) >>> (bit & 31)) % 2 === 1;
  switch (clause.kind) {
    case 'range': {
      const key = reader(columns.get(clause.column)!);
      const first = keyAt(clause.lane, clause.keys, 0);
      const last = keyAt(clause.lane, clause.keys, 1);
      return (row) => {
        const value = key(row);
        return (
          value !== null && (first === null || value >= first) && (last === null || value <= last) && first !== null
        );
      };
    }
    case 'set': {
      const key = reader(columns.get(clause.column)!);
      return (row) => {
        const value = key(row);
        return value !== null && marked(clause.words, Number(value));
      };
    }
    case 'cells': {
      const keys = clause.bins.map(({ column }) => reader(columns.get(column)!));
      return (row) => {
        const [i, j = 0] = clause.bins.map((bins, axis) => binOf(bins, keys[axis]!(row)));
        return i! >= 0 && j >= 0 && marked(clause.words, j * clause.bins[0].count + i!);
      };
    }
    case 'any': {
      const filters = clause.of.map((of) => filter(of, columns));
      return (row) => filters.some((test) => test(row));
    }
    case 'not': {
      const test = filter(clause.of, columns);
      return (row) => !test(row);
    }
  }
}

function binOf({ lane, keys, count }: Bins, key: Key | null): number {
  if (key === null) return -1;
  for (let i = 0; i < count; i++) {
    const from = keyAt(lane, keys, i);
    const to = keyAt(lane, keys, i + 1);
    if (from === null || key < from) continue;
    if (i === count - 1 ? to === null || key <= to : to === null || key < to) return i;
  }
  return -1;
}
