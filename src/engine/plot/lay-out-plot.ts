import { FACET_CHANNELS } from '../grammar/facet-channel';
import type { Size } from '../grammar/position-channel';
import { layOut, type Layout } from '../guides/layout';
import { OnDemand } from '../on-demand';
import type { Plan } from '../plan/plan';
import { axisSpecs, showsAxes } from './axis-specs';
import { isFaceted, type LayerFacets } from './facets/facets';
import type { layOutPanels } from './facets/lay-out-panels';

const PANEL_LAYOUT = new OnDemand('the code that lays out panels', () => import('./facets/lay-out-panels'));

/** Loads what lays out a plot that has several panels or shows no axes. */
export async function loadLayout(plan: Plan): Promise<void> {
  const hasFacets = plan.layers.some(({ columns }) => FACET_CHANNELS.some((channel) => columns.has(channel)));
  if (hasFacets || !showsAxes(plan)) await PANEL_LAYOUT.load();
}

/** Lays out a plot with or without axes, in one panel or several. */
export function layOutPlot(...plot: Parameters<typeof layOutPanels>): Layout {
  const [plan, facets, axes, scales, space, legend] = plot;
  return isFaceted(facets) || !showsAxes(plan)
    ? PANEL_LAYOUT.loaded.layOutPanels(...plot)
    : layOut(space, axisSpecs(plan, axes, scales, 0), legend);
}

/** About the size of a panel, for bins that depend on it. */
export function panelSize(plan: Plan, facets: LayerFacets, size: Size): Size {
  return isFaceted(facets) ? PANEL_LAYOUT.loaded.panelSize(plan, facets, size) : size;
}
