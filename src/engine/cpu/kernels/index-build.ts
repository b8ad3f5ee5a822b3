import { cellsOf } from '../../aggregates/slot-layout';
import type { IndexCall } from '../../frame/recording';
import { addendsOf, isIndexable } from '../../brush-index/addends';
import { DeltaBuilder } from '../../brush-index/delta';
import { isPlainCount, type Strategy } from '../../brush-index/index-strategy';
import { SumDeltaBuilder } from '../../brush-index/sum-delta';
import { SumTile } from '../../brush-index/sum-tile';
import type { PageStore } from '../columns/page-store';
import { RowCells } from './row-cells';
import { RowPass } from './row-pass';
import { tileBuilder } from '../../brush-index/tile';
import type { YieldToEventLoop, PartBuilder, ViewPart } from '../../brush-index/view-part';

/**
 * Builds the parts of all views, each by its strategy. `rows` is the number of rows of all workers. Calls
 * `yieldToEventLoop` after every page. When it returns false, a newer brush has made this index useless: the build
 * stops and returns null.
 */
export async function buildIndex(
  store: PageStore,
  call: IndexCall,
  strategies: readonly Strategy[],
  rows: number,
  yieldToEventLoop: YieldToEventLoop,
): Promise<ViewPart[] | null> {
  const pass = new RowPass(store);
  const active = call.active.map((bins) => pass.axis(bins));
  const builders = call.views.map((view, v): PartBuilder => {
    const passive = view.bins.map((bins) => pass.axis(bins));
    const passing = pass.filter(view.clauses);
    const isTile = strategies[v] === 'tile';
    if (isPlainCount(view))
      return isTile ? tileBuilder(active, passive, passing) : new DeltaBuilder(active, passive, passing);
    const indexable = view.accumulators.filter(isIndexable);
    const addends = addendsOf(indexable, rows, (column) => store.encodingOf(column)).map((addend) => ({
      addend,
      column: addend.of === 'row' ? null : pass.requestColumn(addend.column),
    }));
    const shape = active.map(({ count }) => count);
    const pixels = new RowCells(active, cellsOf(call.active), pass.filter([]));
    const cells = new RowCells(passive, cellsOf(view.bins), passing);
    return isTile ? new SumTile(pixels, shape, cells, addends) : new SumDeltaBuilder(pixels, cells, addends);
  });
  for (const page of pass.pages()) {
    for (const builder of builders) builder.add(page);
    if (!(await yieldToEventLoop())) return null;
  }
  const parts: ViewPart[] = [];
  for (const builder of builders) {
    const part = await builder.finish(yieldToEventLoop);
    if (!part || !(await yieldToEventLoop())) return null;
    parts.push(part);
  }
  return parts;
}
