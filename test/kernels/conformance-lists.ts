import { laneOf, PAGE_ROWS, wordsPerKey, type ColumnId } from '../../src/engine/columns/column';
import { exactValueOf, keyAt, rangeKeys, valueOf } from '../../src/engine/columns/keys';
import { keyOf, ordinalOf } from '../../src/engine/columns/ordinals';
import {
  BLOCK_ROWS,
  partsOf,
  type BlocksCall,
  type Clause,
  type RanksCall,
  type RowsCall,
  type SlotId,
} from '../../src/engine/frame/recording';
import { columnOf, type ClauseSpec, type RangeSpec, type TestColumn } from '../harness/columns';
import type { Oracle } from '../harness/oracle';
import { literal, whereSql } from '../harness/oracle-sql';

/** Rows that pass, and whose value of a column is in a range. */
export interface ListAsk {
  readonly column: string;
  /** A range of the same column; null for any value, or NULL. */
  readonly within: RangeSpec | null;
  readonly where: readonly ClauseSpec[];
}

export interface BlocksAsk extends ListAsk {
  readonly ask: 'blocks';
}

export interface RowsAsk extends ListAsk {
  readonly ask: 'rows';
  readonly from: number;
  readonly to: number;
  readonly most: number;
}

/** What a list needs of a case: its columns, and how their ids begin. */
interface Lists {
  readonly table: { readonly columns: Readonly<Record<string, TestColumn>> };
  readonly prefix: string;
  readonly oracle: Oracle;
}

export function listCall(
  { table, prefix }: Lists,
  ask: BlocksAsk | RowsAsk,
  clauses: readonly Clause[],
  out: SlotId,
): BlocksCall | RowsCall {
  const { encoding } = table.columns[ask.column]!;
  const list = {
    column: (prefix + ask.column) as ColumnId,
    lane: laneOf(encoding),
    within: ask.within && rangeKeys(encoding, ask.within.lo, ask.within.hi),
    clauses,
    out,
  };
  if (ask.ask === 'blocks') return { kernel: 'blocks', ...list };
  const { from, to, most } = ask;
  return { kernel: 'rows', ...list, from, to, most };
}

export async function expectedList({ table, oracle }: Lists, ask: BlocksAsk | RowsAsk): Promise<Uint32Array> {
  const column = table.columns[ask.column]!;
  const where = whereSql([...ask.where, ...(ask.within ? [ask.within] : [])]);
  if (ask.ask === 'blocks') {
    const counts = new Uint32Array(Math.ceil(column.values.length / BLOCK_ROWS));
    const blocks = await oracle.sql(
      `SELECT (rowid // ${BLOCK_ROWS})::INTEGER AS b, count(*)::INTEGER AS n FROM conformance ` +
        `WHERE ${where} GROUP BY 1`,
    );
    for (const { b, n } of blocks) counts[Number(b)] = Number(n);
    return counts;
  }
  const interval = `rowid >= ${ask.from} AND rowid < ${ask.to}`;
  const listed = await oracle.sql(
    `SELECT rowid::INTEGER AS r FROM conformance WHERE ${where} AND ${interval} ORDER BY rowid`,
  );
  if (listed.length > ask.most) return Uint32Array.of(listed.length);
  const { encoding, pages } = columnOf(ask.column, column);
  const width = wordsPerKey(laneOf(encoding));
  const keys = pages.flatMap((page) => [...new Uint32Array(page.keys.buffer)]);
  return Uint32Array.from([
    listed.length,
    ...listed.flatMap(({ r }) => [Number(r), ...keys.slice(width * Number(r), width * (Number(r) + 1))]),
  ]);
}

/** The words of a slot as {@link expectedList} orders them. */
export function inRowOrder({ table }: Lists, ask: BlocksAsk | RowsAsk, found: Uint32Array): Uint32Array {
  if (ask.ask === 'blocks') return found;
  const width = 1 + wordsPerKey(laneOf(table.columns[ask.column]!.encoding));
  const count = found[0]!;
  if (count > ask.most) return found.slice(0, 1);
  const entries = Array.from({ length: count }, (_, i) => [...found.subarray(1 + i * width, 1 + (i + 1) * width)]);
  return Uint32Array.from([count, ...entries.sort(([a], [b]) => a! - b!).flat()]);
}

/** Counts of rows by parts of an interval of keys. */
export interface RanksAsk {
  readonly ask: 'ranks';
  readonly column: string;
  /** The ordinals of its ends. */
  readonly between: readonly [bigint, bigint];
  readonly shift: number;
  readonly where: readonly ClauseSpec[];
}

export function ranksCall({ table, prefix }: Lists, ask: RanksAsk, clauses: readonly Clause[], out: SlotId): RanksCall {
  const lane = laneOf(table.columns[ask.column]!.encoding);
  const [first, last] = ask.between;
  const column = (prefix + ask.column) as ColumnId;
  return { kernel: 'ranks', column, lane, first, last, shift: ask.shift, clauses, out };
}

/** SQL says which rows pass and lie between the values; their keys are those that were loaded. */
export async function expectedRanks(context: Lists, ask: RanksAsk): Promise<Uint32Array> {
  const { table, oracle } = context;
  const column = table.columns[ask.column]!;
  const call = ranksCall(context, ask, [], '' as SlotId);
  const counts = new Uint32Array(partsOf(call));
  const [lo, hi] = ask.between.map((ordinal) => {
    const key = keyOf(call.lane, ordinal);
    const { encoding } = column;
    return literal('step' in encoding ? exactValueOf(encoding, key) : valueOf(encoding, key));
  });
  const passing = await oracle.sql(
    `SELECT rowid::INTEGER AS r FROM conformance WHERE ${whereSql(ask.where)} ` +
      `AND ${ask.column} >= ${lo} AND ${ask.column} <= ${hi}`,
  );
  const { pages } = columnOf(ask.column, column);
  for (const { r } of passing) {
    const { keys } = pages[Math.floor(Number(r) / PAGE_ROWS)]!;
    const ordinal = ordinalOf(call.lane, keyAt(call.lane, keys, Number(r) % PAGE_ROWS)!);
    counts[Number((ordinal - call.first) >> BigInt(ask.shift))]!++;
  }
  return counts;
}
