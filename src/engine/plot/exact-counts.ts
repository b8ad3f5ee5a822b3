import type { PlotContext } from './plot-context';
import { largestOf } from './count-axes';
import type { CountsLayer } from './counts-layer';

/**
 * Reads back the exact counts of all rows once pending work is done, and stores the largest count of each layer.
 * Returns whether one has changed; null if the layers have got new bins since.
 */
export async function readLargest(context: PlotContext, all: readonly CountsLayer[]): Promise<boolean | null> {
  const layers = all.flatMap((layer) =>
    layer.counted && layer.loaded ? [{ layer, loaded: layer.loaded, counted: layer.counted }] : [],
  );
  const isLate = (): boolean => layers.some(({ layer, counted }) => layer.counted !== counted);
  const idle = (): void => layers.forEach(({ layer }) => layer.sampling.idle());
  await context.frameScheduler.settled();
  if (isLate()) {
    idle();
    return null;
  }
  const exact = await Promise.all(
    layers.map(async ({ layer, loaded, counted }) =>
      !counted.axes.has('y') ? largestOf(await loaded.context.frameScheduler.read(layer.total)) : counted.largest,
    ),
  );
  if (isLate()) return null;
  idle();
  let isNew = false;
  for (const [i, { layer, counted }] of layers.entries()) {
    if (exact[i] === counted.largest) continue;
    layer.counted = { ...counted, largest: exact[i]! };
    isNew = true;
  }
  return isNew;
}
