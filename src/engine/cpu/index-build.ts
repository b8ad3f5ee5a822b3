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
  const passes: { pass: RowPass; builders: PartBuilder[] }[] = [];
  for (const view of call.views) {
    let current = passes[passes.length - 1];
    let need = current?.pass.need(view.clauses) ?? null;
    if (!current || need === null) {
      passes.push((current = { pass: new RowPass(store), builders: [] }));
      need = current.pass.need(view.clauses)!;
    }
    const { pass, builders } = current;
    const active = call.active.map((bins) => pass.axis(bins));
    const passive = view.bins.map((bins) => pass.axis(bins));
    builders.push(isTile(call, view) ? tileBuilder(active, passive, need) : new DeltaBuilder(active, passive, need));
  }
  for (const { pass, builders } of passes) {
    for (const page of pass.pages()) {
      for (const builder of builders) builder.add(page);
      if (!(await breathe())) return null;
    }
  }
  const parts: ViewPart[] = [];
  for (const builder of passes.flatMap(({ builders }) => builders)) {
    const part = await builder.finish(breathe);
    if (!part || !(await breathe())) return null;
    parts.push(part);
  }
  return parts;
}
