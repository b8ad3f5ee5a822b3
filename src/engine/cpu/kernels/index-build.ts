import type { IndexCall } from '../../frame/recording';
import { DeltaBuilder } from '../../brush-index/delta';
import type { Strategy } from '../../brush-index/index-strategy';
import type { PageStore } from '../columns/page-store';
import { RowPass } from './row-pass';
import { tileBuilder } from '../../brush-index/tile';
import type { YieldToEventLoop, PartBuilder, ViewPart } from '../../brush-index/view-part';

/**
 * Builds the parts of all views, each by its strategy. Calls `yieldToEventLoop` after every page. When it returns
 * false, a newer brush has made this index useless: the build stops and returns null.
 */
export async function buildIndex(
  store: PageStore,
  call: IndexCall,
  strategies: readonly Strategy[],
  yieldToEventLoop: YieldToEventLoop,
): Promise<ViewPart[] | null> {
  const pass = new RowPass(store);
  const active = call.active.map((bins) => pass.axis(bins));
  const builders = call.views.map((view, v): PartBuilder => {
    const passive = view.bins.map((bins) => pass.axis(bins));
    const passing = pass.filter(view.clauses);
    return strategies[v] === 'tile'
      ? tileBuilder(active, passive, passing)
      : new DeltaBuilder(active, passive, passing);
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
