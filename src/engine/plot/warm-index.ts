import { COUNT, type SlotId } from '../frame/recording';
import type { LinkedView } from '../link/linked-views';
import type { LoadedLayer } from './plot-layer';

const WARM_AFTER_MS = 150;
/** Each view has bins of its own, besides the pixels of its brush. */
const AXES_OF_VIEW = 2;
/** Of many views, hardly any is brushed: its index is prepared when the pointer comes near. */
const MOST_VIEWS = 20;

/**
 * A backend that keeps bins caches the pixel of every row. Filling the cache early spares the first brush the wait. If
 * the cache is too small for all linked views, they would only evict one another's bins.
 * @param id names the slots
 * @param brushable returns the view's bins; if they change, there is nothing to warm
 */
export function warmIndexSoon(
  id: string,
  { context: { backend, frameScheduler, clock }, linked, plotColumns, signal }: LoadedLayer,
  brushable: () => LinkedView['brushable'],
): void {
  const bins = brushable();
  const { cachedBins = 0 } = backend.capabilities;
  if (!bins || cachedBins === 0) return;
  const rows = Math.max(0, ...[...plotColumns.columns.values()].map(({ meta }) => meta.rows));
  clock.after(WARM_AFTER_MS, () => {
    if (linked.size > MOST_VIEWS || linked.size * AXES_OF_VIEW * rows > cachedBins) return;
    if (brushable() !== bins) return;
    const calls = bins.map((pixels, i) => ({
      kernel: 'aggregate' as const,
      dimensions: [pixels] as const,
      accumulators: COUNT,
      clauses: [],
      out: `${id}.total.warm${i}` as SlotId,
    }));
    frameScheduler.computeWhenSettled(signal, ...calls).then(
      () => backend.drop(calls.map(({ out }) => out)),
      () => undefined,
    );
  });
}
