import type { Bin1dCall, Bin2dCall, ExtentCall } from '../frame/recording';
import { bin1d } from './bin1d';
import { bin2d, trimGrid } from './bin2d';
import { Extent } from './extent';
import type { PageStore } from './page-store';
import { RowPass, type Block } from './row-pass';

export type ScanCall = ExtentCall | Bin1dCall | Bin2dCall;

/** A kernel under way: it adds blocks, and in the end says its words. */
interface Tally {
  add(block: Block): void;
  words(): Uint32Array<ArrayBuffer>;
}

/** Runs scans over the pages of one worker, in as few passes as their clauses allow. One array of words per call, in order. */
export function scan(store: PageStore, calls: readonly ScanCall[]): Uint32Array<ArrayBuffer>[] {
  const words: Uint32Array<ArrayBuffer>[] = [];
  let pass = new RowPass();
  let tallies: Tally[] = [];
  const run = () => {
    for (const pages of pass.pages(store)) pass.visitPage(pages, (block) => { for (const tally of tallies) tally.add(block); });
    for (const tally of tallies) words.push(tally.words());
  };
  for (const call of calls) {
    let need = pass.need(call.clauses);
    if (need === null) {
      run();
      [pass, tallies] = [new RowPass(), []];
      need = pass.need(call.clauses)!;
    }
    tallies.push(tallyOf(store, pass, call, need));
  }
  run();
  return words;
}

function tallyOf(store: PageStore, pass: RowPass, call: ScanCall, need: number): Tally {
  switch (call.kernel) {
    case 'extent': {
      const column = pass.raw(call.column);
      const extent = new Extent(store.encodingOf(call.column));
      return {
        add: ({ page, start, rows, failures }) => extent.add(page(column), start, rows, failures, need),
        words: () => extent.words(),
      };
    }
    case 'bin1d': {
      const { codes, count } = pass.axis(call.x);
      const counts = new Uint32Array(count + 1);
      return { add: ({ rows, failures }) => bin1d(codes, rows, failures, need, counts), words: () => counts.slice(0, count) };
    }
    case 'bin2d': {
      const x = pass.axis(call.x);
      const y = pass.axis(call.y);
      const counts = new Uint32Array((x.count + 1) * (y.count + 1));
      return {
        add: ({ rows, failures }) => bin2d(x.codes, y.codes, rows, x.count + 1, failures, need, counts),
        words: () => trimGrid(counts, x.count, y.count),
      };
    }
  }
}
