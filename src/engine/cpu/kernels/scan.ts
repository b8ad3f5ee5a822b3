import type { ColumnId } from '../../columns/column';
import { cellsOf, weighSlot } from '../../aggregates/slot-layout';
import type {
  AggregateCall,
  Accumulator,
  BlocksCall,
  Extent as ExtentAccumulator,
  NearestCall,
  RanksCall,
  RowsCall,
  ScanCall,
} from '../../frame/recording';
import { bin1d, foldTables } from './bin1d';
import { bin2d, trimGrid } from './bin2d';
import { CellCounter } from './bin-nd';
import { addBits } from './cell-bits';
import { CellExtremes } from './cell-extremes';
import { CellSums } from './cell-sums';
import { countRows } from './count-rows';
import { countValues } from './count-values';
import { Extent } from './extent';
import { SamplePass } from './sample-pass';
import { Nearest } from './nearest';
import { BlockCounts, FoundRows } from './listed-rows';
import { RankCounts } from './rank-counts';
import type { PageStore } from '../columns/page-store';
import { RowCells } from './row-cells';
import { ALL_ROWS, RowPass, type PageRows, type RequestedFilter, type Span } from './row-pass';

type Pass = Pick<RowPass, 'axis' | 'filter' | 'requestColumn' | 'pages'>;

/** A running kernel: gets the pages of a pass one by one, and returns its words at the end. */
interface Tally {
  add(page: PageRows): void;
  words(): Uint32Array<ArrayBuffer>;
  /** The rows that it reads, if not all: pages without any of them are skipped. */
  readonly span?: Span;
}

/**
 * Runs scans over the pages of one worker. A frame may hold plots of several relations, so it makes as few passes as
 * their rows allow. Returns one array of words per call, in order.
 */
export function scan(store: PageStore, calls: readonly ScanCall[]): Uint32Array<ArrayBuffer>[] {
  const words: Uint32Array<ArrayBuffer>[] = [];
  let pass: Pass = new RowPass(store);
  let currentStride: number | null = null;
  let tallies: Tally[] = [];
  let rows: ColumnId | null = null;
  const run = () => {
    for (const page of pass.pages(unionOf(tallies))) for (const tally of tallies) tally.add(page);
    for (const tally of tallies) words.push(tally.words());
  };
  for (const call of calls) {
    const column = rowsOf(call);
    const stride = 'sample' in call ? (call.sample?.stride ?? null) : null;
    if (rows !== null && (stride !== currentStride || !store.sameRows(rows, column))) {
      run();
      tallies = [];
    }
    if (tallies.length === 0) pass = stride === null ? new RowPass(store) : new SamplePass(store, stride);
    [rows, currentStride] = [column, stride];
    tallies.push(tallyOf(store, pass, call));
  }
  run();
  return words;
}

function tallyOf(store: PageStore, pass: Pass, call: ScanCall): Tally {
  switch (call.kernel) {
    case 'aggregate':
      return aggregateTally(store, pass, call);
    case 'nearest':
      return nearestTally(pass, call);
    default:
      return listTally(pass, call);
  }
}

function listOf(call: BlocksCall | RowsCall | RanksCall): Pick<FoundRows, 'add' | 'words'> {
  switch (call.kernel) {
    case 'blocks':
      return new BlockCounts(call);
    case 'rows':
      return new FoundRows(call);
    case 'ranks':
      return new RankCounts(call);
  }
}

/** All rows, if one of the tallies reads all. */
function unionOf(tallies: readonly Tally[]): Span {
  const spans = tallies.map(({ span }) => span ?? ALL_ROWS);
  return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
}

function listTally(pass: Pass, call: BlocksCall | RowsCall | RanksCall): Tally {
  const passing = pass.filter(call.clauses);
  const column = pass.requestColumn(call.column);
  const list = listOf(call);
  return {
    add: (page) => list.add(page.first, page.column(column), passing.mask),
    words: () => list.words(),
    ...(call.kernel === 'rows' && { span: call }),
  };
}

function nearestTally(pass: Pass, call: NearestCall): Tally {
  const passing = pass.filter(call.clauses);
  const x = pass.requestColumn(call.x.column);
  const y = call.y && pass.requestColumn(call.y.column);
  const nearest = new Nearest(call);
  return {
    add: (page) => nearest.add(page.first, page.column(x), y === null ? null : page.column(y), passing.mask),
    words: () => nearest.words(),
  };
}

/** One tally per accumulator; the slot is the concatenation of their words. */
function aggregateTally(store: PageStore, pass: Pass, call: AggregateCall): Tally {
  const passing = pass.filter(call.clauses);
  pass.requestColumn(rowsOf(call));
  // Rows find their cells once for all accumulators of a value.
  let cells: RowCells | null = null;
  const rowCells = (): RowCells =>
    (cells ??= new RowCells(
      call.dimensions.map((bins) => pass.axis(bins)),
      cellsOf(call.dimensions),
      passing,
    ));
  const tallies = call.accumulators.map((accumulator): Tally => {
    if (accumulator.op === 'count') return countTally(pass, passing, call.dimensions);
    if (accumulator.op === 'extent') return extentTally(store, pass, passing, accumulator);
    return valueTally(store, pass, accumulator, rowCells());
  });
  const [only] = tallies;
  return {
    add:
      tallies.length === 1 && !cells
        ? only!.add
        : (page) => {
            cells?.update(page.rows);
            for (const tally of tallies) tally.add(page);
          },
    words: () => {
      const words = tallies.length === 1 ? only!.words() : joined(tallies.map((tally) => tally.words()));
      weighSlot(call, words);
      return words;
    },
  };
}

function extentTally(store: PageStore, pass: Pass, passing: RequestedFilter, accumulator: ExtentAccumulator): Tally {
  const column = pass.requestColumn(accumulator.column);
  const extent = new Extent(store.encodingOf(accumulator.column));
  return { add: (page) => extent.add(page.column(column), passing.mask), words: () => extent.words() };
}

/** An accumulator of a column's values, by cell. */
function valueTally(
  store: PageStore,
  pass: Pass,
  accumulator: Exclude<Accumulator, { readonly op: 'count' | 'extent' }>,
  cells: RowCells,
): Tally {
  const column = pass.requestColumn(accumulator.column);
  switch (accumulator.op) {
    case 'count-of': {
      const counts = new Uint32Array(cells.count + 1);
      return {
        add: (page) => countValues(page.column(column), cells, counts),
        words: () => counts.slice(0, cells.count),
      };
    }
    case 'sum': {
      const sums = new CellSums(accumulator.of, cells.count);
      return { add: (page) => sums.add(page.column(column), cells), words: () => sums.words() };
    }
    case 'min':
    case 'max': {
      const extremes = new CellExtremes(store.encodingOf(accumulator.column), accumulator.op, cells.count);
      return { add: (page) => extremes.add(page.column(column), cells), words: () => extremes.words() };
    }
    case 'bits': {
      const found = new Uint32Array(2 * cells.count + 2);
      return {
        add: (page) => addBits(page.column(column), cells, found),
        words: () => found.slice(0, 2 * cells.count),
      };
    }
  }
}

/** Counts by one and two dimensions have faster loops of their own. */
function countTally(pass: Pass, passing: RequestedFilter, dimensions: AggregateCall['dimensions']): Tally {
  const axes = dimensions.map((bins) => pass.axis(bins));
  const [x, y] = axes;
  if (!x) {
    let passed = 0;
    return { add: ({ rows }) => void (passed += countRows(rows, passing.mask)), words: () => Uint32Array.of(passed) };
  }
  if (!y) {
    const stride = x.count + 1;
    const counts = new Uint32Array(4 * stride);
    return {
      add: ({ rows }) => bin1d(x.codes, rows, stride, passing.mask, counts),
      words: () => foldTables(counts, stride),
    };
  }
  if (axes.length === 2) {
    const counts = new Uint32Array((x.count + 1) * (y.count + 1));
    return {
      add: ({ rows }) => bin2d(x.codes, y.codes, rows, x.count + 1, passing.mask, counts),
      words: () => trimGrid(counts, x.count, y.count),
    };
  }
  const counter = new CellCounter(axes, cellsOf(dimensions));
  return { add: ({ rows }) => counter.add(rows, passing.mask), words: () => counter.counts };
}

function joined(parts: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    words.set(part, at);
    at += part.length;
  }
  return words;
}

/** A column of the relation that a call reads. */
function rowsOf(call: ScanCall): ColumnId {
  if (call.kernel === 'nearest') return call.x.column;
  if (call.kernel !== 'aggregate') return call.column;
  return 'rows' in call ? call.rows : call.dimensions[0].column;
}
