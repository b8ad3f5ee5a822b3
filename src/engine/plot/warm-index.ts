import { COUNT, type SlotId } from '../frame/recording';
import type { LinkedView } from '../link/linked-views';
import type { LoadedLayer } from './plot-layer';

const WARM_AFTER_MS = 150;

/**
 * A backend that keeps bins caches the pixel of every row. Filling the cache early spares the first brush the wait.
 * @param id names the slots
 * @param brushable returns the view's bins; if they change, there is nothing to warm
 */
export function warmIndexSoon(
  id: string,
  { context: { backend, frameScheduler, clock }, signal }: LoadedLayer,
  brushable: () => LinkedView['brushable'],
): void {
  const bins = brushable();
  if (!bins || !backend.capabilities.cachesBins) return;
  clock.after(WARM_AFTER_MS, () => {
    if (brushable() !== bins) return;
    const calls = bins.map((pixels, i) => ({
      kernel: 'aggregate' as const,
      dimensions: [pixels] as const,
      accumulators: COUNT,
      clauses: [],
      out: `${id}.total.warm${i}` as SlotId,
    }));
    frameScheduler.computeFor(signal, ...calls).then(
      () => backend.drop(calls.map(({ out }) => out)),
      () => undefined,
    );
  });
}
