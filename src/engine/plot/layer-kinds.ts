import { OnDemand } from '../on-demand';
import type { LayerPlan, Plan } from '../plan/plan';
import type { CountsLayer } from './counts-layer';
import type { PlotLayer, PlotLayerHost } from './plot-layer';
import type { StillPicture } from './still-picture';
import { TableLayer } from './table-layer';

const COUNTS = new OnDemand('the code that counts rows', () => import('./counts-layer'));

/** Loads the code of the plan's layers; {@link createLayer} needs it. */
export async function loadLayerKinds({ layers }: Plan): Promise<void> {
  if (layers.some(({ route }) => route === 'counts')) await COUNTS.load();
}

/**
 * @param id unique among views; names its slots
 * @param still keeps the counts that are read back
 */
export function createLayer({ route }: LayerPlan, id: string, host: PlotLayerHost, still: StillPicture): PlotLayer {
  return route === 'counts' ? new COUNTS.loaded.CountsLayer(id, host, still) : new TableLayer(id, host);
}

export function isCounts(layer: PlotLayer | null): layer is CountsLayer {
  return layer?.kind === 'counts';
}

export function isTable(layer: PlotLayer | null): layer is TableLayer {
  return layer?.kind === 'table';
}
