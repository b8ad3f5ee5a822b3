import { EDGE_CSS, layOutBare, layOutBareFacets, MARGIN_CSS } from '../guides/bare-layout';
import { layOutFacets } from '../guides/facet-layout';
import { layOut, type Layout, type LayoutSpace } from '../guides/layout';
import type { LegendModel } from '../guides/legend';
import type { Plan } from '../plan/plan';
import { axisSpecs, hasAxes } from './axis-specs';
import { facetGuide } from './facets/facet-guide';
import type { LayerFacets } from './facets/facets';
import type { LayerAxes } from './layer-data';
import type { PlotScales } from './plot-scales';

/** Lays out a plot with or without axes, in one panel or several. */
export function layOutPlot(
  plan: Plan,
  facets: LayerFacets,
  axes: LayerAxes,
  scales: PlotScales,
  space: LayoutSpace,
  legend: readonly LegendModel[],
): Layout {
  const guide = facetGuide(plan, facets);
  const isOff = plan.spec.guides.axes === 'off';
  if (isOff || !hasAxes(plan))
    return guide ? layOutBareFacets(space, guide, legend) : layOutBare(space, legend, isOff ? EDGE_CSS : MARGIN_CSS);
  const [first, ...others] = facets.panels.map((_, panel) => axisSpecs(plan, axes, scales, panel));
  return guide ? layOutFacets(space, [first!, ...others], guide, legend) : layOut(space, first!, legend);
}
