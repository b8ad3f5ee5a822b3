import type { Size } from '../../grammar/position-channel';
import { EDGE_CSS, layOutBare, layOutBareFacets, MARGIN_CSS } from '../../guides/bare-layout';
import { gridOf } from '../../guides/facet-grid';
import { layOutFacets } from '../../guides/facet-layout';
import type { Layout, LayoutSpace } from '../../guides/layout';
import type { LegendModel } from '../../guides/legend';
import type { Plan } from '../../plan/plan';
import { axisSpecs, showsAxes } from '../axis-specs';
import type { LayerAxes } from '../layer-data';
import type { PlotScales } from '../plot-scales';
import { facetGuide } from './facet-guide';
import type { LayerFacets } from './facets';

/** Lays out a plot that has several panels, shows no axes, or both. */
export function layOutPanels(
  plan: Plan,
  facets: LayerFacets,
  axes: LayerAxes,
  scales: PlotScales,
  space: LayoutSpace,
  legend: readonly LegendModel[],
): Layout {
  const guide = facetGuide(plan, facets);
  if (!guide) return layOutBare(space, legend, plan.spec.guides.axes === 'off' ? EDGE_CSS : MARGIN_CSS);
  if (!showsAxes(plan)) return layOutBareFacets(space, guide, legend);
  const [first, ...others] = facets.panels.map((_, panel) => axisSpecs(plan, axes, scales, panel));
  return layOutFacets(space, [first!, ...others], guide, legend);
}

/** About the size of a panel of a plot of this size. */
export function panelSize(plan: Plan, facets: LayerFacets, { width, height }: Size): Size {
  const guide = facetGuide(plan, facets);
  if (!guide || facets.panels.length === 0) return { width, height };
  const { columns, rows } = gridOf(guide, width, height);
  return { width: width / columns, height: height / rows };
}
