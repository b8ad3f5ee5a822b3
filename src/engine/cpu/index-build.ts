import type { IndexCall, IndexedView } from '../frame/recording';
import { DeltaBuilder } from './delta';
import type { PageStore } from './page-store';
import { RowPass } from './row-pass';
import { tileBuilder } from './tile';
import { cellsOf, type Breathe, type PartBuilder, type ViewPart } from './view-part';

/** Words that a tile may take, in each worker and on the main thread. */
const TILE_WORDS = 1 << 22;

export function isTile(call: IndexCall, view: IndexedView): boolean {
  const pixels = call.active.reduce((product, { count }) => product * (count + 1), 1);
  return pixels * cellsOf(view) <= TILE_WORDS;
}

/**
 * Builds the parts of all views. Calls `breathe` after every page and gives up, answering null, when it says false: a newer
 * brush has made this index useless.
 */
export async function buildIndex(store: PageStore, call: IndexCall, breathe: Breathe): Promise<ViewPart[] | null> {
  const pass = new RowPass(store);
  const active = call.active.map((bins) => pass.axis(bins));
  const builders = call.views.map((view): PartBuilder => {
    const passive = view.bins.map((bins) => pass.axis(bins));
    const passing = pass.filter(view.clauses);
    return isTile(call, view) ? tileBuilder(active, passive, passing) : new DeltaBuilder(active, passive, passing);
  });
  for (const page of pass.pages()) {
    for (const builder of builders) builder.add(page);
    if (!(await breathe())) return null;
  }
  const parts: ViewPart[] = [];
  for (const builder of builders) {
    const part = await builder.finish(breathe);
    if (!part || !(await breathe())) return null;
    parts.push(part);
  }
  return parts;
}
