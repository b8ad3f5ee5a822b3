import { MARK_NAMES, type MarkName } from '../../grammar/mark-name';
import { OnDemand } from '../../on-demand';
import type { Mark } from '../mark';
import { bar } from './bar';

/** All marks but bars, which most pages draw. */
const marks: Readonly<Record<Exclude<MarkName, 'bar'>, OnDemand<Mark>>> = {
  line: mark('line', async () => (await import('./line')).line),
  area: mark('area', async () => (await import('./area')).area),
  point: mark('point', async () => (await import('./point')).point),
  rect: mark('rect', async () => (await import('./rect')).rect),
  rule: mark('rule', async () => (await import('./rule')).rule),
  tick: mark('tick', async () => (await import('./tick')).tick),
  text: mark('text', async () => (await import('./text')).text),
  arc: mark('arc', async () => (await import('./arc')).arc),
  box: mark('box', async () => (await import('./box')).box),
  density: mark('density', async () => (await import('./density')).density),
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

function mark(name: string, load: () => Promise<Mark>): OnDemand<Mark> {
  return new OnDemand(`the code of mark="${name}"`, load);
}
