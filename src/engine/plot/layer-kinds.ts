import { OnDemand } from '../on-demand';
import type { LayerPlan, Plan } from '../plan/plan';
import type { CountsLayer } from './counts-layer';
import type { PlotLayer, PlotLayerHost } from './plot-layer';
import type { StillPicture } from './still-picture';
import type { TableLayer } from './table-layer';

const COUNTS = new OnDemand('the code that counts rows', () => import('./counts-layer'));
const TABLES = new OnDemand('the code that draws tables', () => import('./table-layer'));

/** Loads the code of the plan's layers; {@link createLayer} needs it. */
export async function loadLayerKinds({ layers }: Plan): Promise<void> {
  const routes = layers.map(({ route }) => route);
  await Promise.all([
    routes.includes('counts') && COUNTS.load(),
    routes.some((route) => route !== 'counts') && TABLES.load(),
  ]);
}

/**
 * @param id unique among views; names its slots
 * @param still keeps the counts that are read back
 */
export function createLayer({ route }: LayerPlan, id: string, host: PlotLayerHost, still: StillPicture): PlotLayer {
  if (route !== 'counts') return new TABLES.loaded.TableLayer(id, host);
  return new COUNTS.loaded.CountsLayer(id, host, still);
}

export function isCounts(layer: PlotLayer | null): layer is CountsLayer {
  return layer?.kind === 'counts';
}

export function isTable(layer: PlotLayer | null): layer is TableLayer {
  return layer?.kind === 'table';
}
