import { channelTitle } from '../grammar/channel-title';
import type { ByChannel, ChannelName } from '../grammar/channel-name';
import type { LayerSpec } from '../grammar/plot-spec';
import { POSITION_CHANNELS } from '../grammar/position-channel';
import type { BoxCss } from '../guides/layout';
import type { HoverScene } from '../inspect/hover-lookup';
import { nearestRow, type HoverLayer, type TableHoverScene } from '../inspect/table-hits';
import type { FollowerScene, TableFollowerScene } from '../select/nearest-follower';
import { isShare } from '../plan/layout/stack';
import { titleOf, type Plan } from '../plan/plan';
import { authoredTitle, countsTitle } from './authored-title';
import { onScales } from './on-scales';
import { facetTexts } from './facets/facet-texts';
import { panelFilter } from './facets/panel-filter';
import type { PlotLayer } from './plot-layer';
import type { PlotLayers } from './plot-layers';
import type { PlotScales } from './plot-scales';
import { isCounts, isTable } from './layer-kinds';
import type { TableLayer } from './table-layer';

/** A panel of the layout. */
export interface ShownPanel {
  /** The number of the panel. */
  readonly panel: number;
  readonly box: BoxCss;
}

/** The topmost counts that a panel shows; null if there are none. */
export function countsHoverScene(layers: PlotLayers, scales: PlotScales, shown: ShownPanel): HoverScene | null {
  return sceneOf(layers, layers.counts.at(-1) ?? null, scales, shown);
}

function sceneOf(
  { plan: plot }: PlotLayers,
  layer: PlotLayer | null,
  scales: PlotScales,
  { panel, box }: ShownPanel,
): HoverScene | null {
  if (!plot || !isCounts(layer) || !layer.loaded || !layer.counted) return null;
  const { loaded, counted, drawnSlots } = layer;
  const { context, relation, plan, plotColumns, incomingFilters, facets } = loaded;
  return {
    context,
    relation,
    resident: plotColumns.resident,
    plan,
    titleOf: (channel) => authoredTitle(plot, plan.spec, channel) ?? titleOf(plan.columns, channel),
    countTitle: countsTitle(plot, plan.spec),
    axes: scales.axesIn(counted.axes, panel),
    panel,
    firstCell: layer.firstCellOf(panel),
    facets: facetTexts(plan, facets, panel),
    box,
    mirror: scales.mirror(box),
    ...drawnSlots,
    filter: [...incomingFilters.parts.flatMap(({ filter }) => filter), ...panelFilter(facets, panel)],
  };
}

/**
 * The tables that a panel shows; null before there is a theme.
 * @param only the only layer to include; null for all
 */
export function tableHoverScene(
  layers: PlotLayers,
  scales: PlotScales,
  { panel, box }: ShownPanel,
  only: TableLayer | null = null,
): TableHoverScene | null {
  const { styles } = scales;
  const { primary, plan } = layers;
  if (!styles || !plan || !primary?.loaded) return null;
  const { scale } = styles.colors;
  const css = scale && ((value: number) => scale.css(value));
  const shown = (only ? [only] : layers.tables).flatMap(
    (layer): { readonly layer: PlotLayer; readonly hover: HoverLayer }[] => {
      const placed = layer.shown?.parts[panel];
      if (!layer.loaded || !placed) return [];
      const { spec, valueChannel, draw, part } = layer.loaded.plan;
      const { table } = placed;
      const positions = scales.positionsOf(layer, panel);
      const instances = onScales(placed.instances, table, positions);
      const shapes = draw.shapes?.({ table, options: spec.options, box }) ?? null;
      const summary = part?.isSummary ? part.of : null;
      const hover = {
        shapes,
        summary,
        from: spec.from,
        table,
        instances,
        scales: positions,
        titles: titlesOf(plan, spec),
        valueChannel,
        isShare: isShare(spec),
        pointing: draw.pointing,
        weight: draw.weight ?? null,
        css,
      };
      return [{ layer, hover }];
    },
  );
  const counts = layers.all.findLastIndex(isCounts);
  const beneathCounts = shown.filter(({ layer }) => layers.all.indexOf(layer) < counts).length;
  const facets = facetTexts(primary.loaded.plan, primary.loaded.facets, panel);
  return { panel, facets, layers: shown.map(({ hover }) => hover), beneathCounts, box };
}

/** The titles of channels that aren't constant: on an axis, what the author calls its values. */
function titlesOf(plan: Plan, layer: LayerSpec): ByChannel<string> {
  const { channels } = layer;
  const titles = new Map<ChannelName, string>();
  for (const [name, channel] of channels) {
    const title = channelTitle(channel, channels);
    const position = POSITION_CHANNELS.find((one) => name === one || name === `${one}2`);
    if (title !== null) titles.set(name, (position && authoredTitle(plan, layer, position)) ?? title);
  }
  return titles;
}

/** The scene in which the row nearest to the pointer is looked up; null before there is a picture. */
export function followerScene(
  layers: PlotLayers,
  scales: PlotScales,
  shown: ShownPanel,
): FollowerScene | TableFollowerScene | null {
  const { primary, plan } = layers;
  if (isTable(primary)) {
    const scene = tableHoverScene(layers, scales, shown, primary);
    const [layer] = scene?.layers ?? [];
    const { loaded, axes } = primary;
    if (!scene || !layer || !loaded || !axes) return null;
    return {
      brush: plan!.brush,
      relation: loaded.relation,
      table: layer.table,
      rowAt: (at, positions, reachCss) => nearestRow(scene, layer, at, positions, reachCss),
      axes,
    };
  }
  const scene = sceneOf(layers, primary, scales, shown);
  if (!scene) return null;
  const { incomingFilters, facets } = layers.primary!.loaded!;
  const others = [...incomingFilters.others, ...panelFilter(facets, shown.panel)];
  return { ...scene, brush: layers.plan!.brush, others };
}
