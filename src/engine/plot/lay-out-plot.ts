import { FACET_CHANNELS } from '../grammar/facet-channel';
import type { Size } from '../grammar/position-channel';
import { layOut, type Layout, type LayoutSpace } from '../guides/layout';
import type { LegendModel } from '../guides/legend';
import { OnDemand } from '../on-demand';
import type { Plan } from '../plan/plan';
import { axisSpecs, hasAxes } from './axis-specs';
import { isFaceted, type LayerFacets } from './facets/facets';
import type { LayerAxes } from './layer-data';
import type { PlotScales } from './plot-scales';

const PANEL_LAYOUT = new OnDemand('the code that lays out panels', () => import('./facets/lay-out-panels'));

/** Loads what lays out a plot, if it has several panels or no axes. */
export async function loadLayout(plan: Plan): Promise<void> {
  const hasFacets = plan.layers.some(({ columns }) => FACET_CHANNELS.some((channel) => columns.has(channel)));
  if (hasFacets || isBare(plan)) await PANEL_LAYOUT.load();
}

/** Lays out a plot with or without axes, in one panel or several. */
export function layOutPlot(
  plan: Plan,
  facets: LayerFacets,
  axes: LayerAxes,
  scales: PlotScales,
  space: LayoutSpace,
  legend: readonly LegendModel[],
): Layout {
  return isFaceted(facets) || isBare(plan)
    ? PANEL_LAYOUT.loaded.layOutPanels(plan, facets, axes, scales, space, legend)
    : layOut(space, axisSpecs(plan, axes, scales, 0), legend);
}

/** About the size of a panel, for bins that depend on it. */
export function panelSize(plan: Plan, facets: LayerFacets, size: Size): Size {
  return isFaceted(facets) ? PANEL_LAYOUT.loaded.panelSize(plan, facets, size) : size;
}

/** Whether a plot shows no axes. */
function isBare(plan: Plan): boolean {
  return plan.spec.guides.axes === 'off' || !hasAxes(plan);
}
