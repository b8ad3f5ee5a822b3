import { MARK_NAMES, type MarkName } from '../../grammar/mark-name';
import { OnDemand } from '../../on-demand';
import type { Mark } from '../mark';
import { loadVectors, type VectorName } from '../../paints/vectors';
import { bar } from './bar';

/** All marks but bars, which most pages draw. */
const marks: Readonly<Record<Exclude<MarkName, 'bar'>, OnDemand<Mark>>> = {
  line: mark('line', ['lines'], async () => (await import('./line')).line),
  area: mark('area', ['areas'], async () => (await import('./area')).area),
  point: mark('point', ['symbols'], async () => (await import('./point')).point),
  rect: mark('rect', ['rects'], async () => (await import('./rect')).rect),
  rule: mark('rule', ['lines'], async () => (await import('./rule')).rule),
  tick: mark('tick', ['lines'], async () => (await import('./tick')).tick),
  text: mark('text', [], async () => (await import('./text')).text),
  arc: mark('arc', ['arcs'], async () => (await import('./arc')).arc),
  box: mark('box', ['rects', 'lines', 'symbols'], async () => (await import('./box')).box),
  density: mark('density', ['rects'], async () => (await import('./density')).density),
};

/** Loads the code of marks, which {@link markNamed} needs. */
export async function loadMarks(names: readonly MarkName[]): Promise<void> {
  await Promise.all(names.map((name) => name !== 'bar' && marks[name].load()));
}

/** The mark of a name that is loaded. */
export function markNamed(name: MarkName): Mark {
  return name === 'bar' ? bar : marks[name].loaded;
}

/**
 * The attributes of <pika-plot> that a mark uses; null for an unknown mark, and for one whose code is not loaded yet,
 * which begins now. Plots load it before they are drawn or fail.
 */
export function attributesOf(mark: string): readonly string[] | null {
  const name = MARK_NAMES.find((known) => known === mark.trim().toLowerCase());
  if (!name) return null;
  if (name === 'bar') return bar.attributes;
  marks[name].prepare();
  return marks[name].ifLoaded?.attributes ?? null;
}

/** @param paints the vector paints that it draws with */
function mark(name: string, paints: readonly VectorName[], load: () => Promise<Mark>): OnDemand<Mark> {
  return new OnDemand(`the code of mark="${name}"`, async () => (await Promise.all([load(), loadVectors(paints)]))[0]);
}
