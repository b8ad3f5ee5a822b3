import type { ColumnId } from '../../columns/column';
import type { Bin1dCall, Bin2dCall, ScanCall } from '../../frame/recording';
import { bin1d, foldTables } from './bin1d';
import { bin2d, trimGrid } from './bin2d';
import { Extent } from './extent';
import { SamplePass } from './sample-pass';
import { Nearest } from './nearest';
import type { PageStore } from '../columns/page-store';
import { RowPass, type PageRows } from './row-pass';

type Pass = Pick<RowPass, 'axis' | 'filter' | 'raw' | 'pages'>;

/** A kernel under way: it adds pages, and in the end says its words. */
interface Tally {
  add(page: PageRows): void;
  words(): Uint32Array<ArrayBuffer>;
}

/**
 * Runs scans over the pages of one worker, in as few passes as their rows allow: a frame may hold plots of several
 * relations. One array of words per call, in order.
 */
export function scan(store: PageStore, calls: readonly ScanCall[]): Uint32Array<ArrayBuffer>[] {
  const words: Uint32Array<ArrayBuffer>[] = [];
  let pass: Pass = new RowPass(store);
  let currentStride: number | null = null;
  let tallies: Tally[] = [];
  let rows: ColumnId | null = null;
  const run = () => {
    for (const page of pass.pages()) for (const tally of tallies) tally.add(page);
    for (const tally of tallies) words.push(tally.words());
  };
  for (const call of calls) {
    const rowsOf = 'column' in call ? call.column : call.x.column;
    const stride = 'sample' in call ? (call.sample?.stride ?? null) : null;
    if (rows !== null && (stride !== currentStride || !store.sameRows(rows, rowsOf))) {
      run();
      tallies = [];
    }
    if (tallies.length === 0) pass = stride === null ? new RowPass(store) : new SamplePass(store, stride);
    [rows, currentStride] = [rowsOf, stride];
    tallies.push(tallyOf(store, pass, call));
  }
  run();
  return words;
}

/** What is not read is as what is. */
function weighted(words: Uint32Array<ArrayBuffer>, { sample }: Bin1dCall | Bin2dCall): Uint32Array<ArrayBuffer> {
  if (sample && sample.stride > 1) for (let i = 0; i < words.length; i++) words[i]! *= sample.stride;
  return words;
}

function tallyOf(store: PageStore, pass: Pass, call: ScanCall): Tally {
  const passing = pass.filter(call.clauses);
  switch (call.kernel) {
    case 'extent': {
      const column = pass.raw(call.column);
      const extent = new Extent(store.encodingOf(call.column));
      return { add: (page) => extent.add(page.column(column), passing.mask), words: () => extent.words() };
    }
    case 'nearest': {
      const x = pass.raw(call.x.column);
      const y = call.y && pass.raw(call.y.column);
      const nearest = new Nearest(call);
      return {
        add: (page) => nearest.add(page.first, page.column(x), y === null ? null : page.column(y), passing.mask),
        words: () => nearest.words(),
      };
    }
    case 'bin1d': {
      const x = pass.axis(call.x);
      const stride = x.count + 1;
      const counts = new Uint32Array(4 * stride);
      return {
        add: ({ rows }) => bin1d(x.codes, rows, stride, passing.mask, counts),
        words: () => weighted(foldTables(counts, stride), call),
      };
    }
    case 'bin2d': {
      const x = pass.axis(call.x);
      const y = pass.axis(call.y);
      const counts = new Uint32Array((x.count + 1) * (y.count + 1));
      return {
        add: ({ rows }) => bin2d(x.codes, y.codes, rows, x.count + 1, passing.mask, counts),
        words: () => weighted(trimGrid(counts, x.count, y.count), call),
      };
    }
  }
}
