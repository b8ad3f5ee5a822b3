import { channelTitle } from '../grammar/channel-title';
import { mapChannels } from '../grammar/channel-name';
import type { BoxCss } from '../guides/layout';
import type { HoverScene } from '../inspect/hover-lookup';
import type { HoverLayer, TableHoverScene } from '../inspect/table-hover';
import type { FollowerScene } from '../select/nearest-follower';
import { CountsLayer } from './counts-layer';
import { onScales } from './on-scales';
import type { PlotLayer } from './plot-layer';
import type { PlotLayers } from './plot-layers';
import type { PlotScales } from './plot-scales';

/** The topmost counts that the picture shows in this box; null if there are none. */
export function countsHoverScene({ counts }: PlotLayers, scales: PlotScales, box: BoxCss): HoverScene | null {
  return sceneOf(counts.at(-1) ?? null, scales, box);
}

function sceneOf(layer: PlotLayer | null, scales: PlotScales, box: BoxCss): HoverScene | null {
  if (!(layer instanceof CountsLayer) || !layer.loaded || !layer.counted) return null;
  const { loaded, counted, drawnSlots } = layer;
  const { context, relation, plan, plotColumns, incomingFilters } = loaded;
  return {
    context,
    relation,
    resident: plotColumns.resident,
    plan,
    axes: counted.axes,
    box,
    mirror: scales.mirror(box),
    ...drawnSlots,
    filter: incomingFilters.parts.flatMap(({ filter }) => filter),
  };
}

/** The tables that the picture shows in this box; null before there is a theme. */
export function tableHoverScene(layers: PlotLayers, scales: PlotScales, box: BoxCss): TableHoverScene | null {
  const { styles } = scales;
  if (!styles) return null;
  const { scale } = styles.colors;
  const css = scale && ((value: number) => scale.css(value));
  const shown = layers.tables.flatMap((layer): { readonly layer: PlotLayer; readonly hover: HoverLayer }[] => {
    if (!layer.loaded || !layer.shown) return [];
    const { spec, valueChannel, draw, part } = layer.loaded.plan;
    const { table } = layer.shown;
    const positions = scales.positionsOf(layer);
    const instances = onScales(layer.shown.instances, table, positions);
    const titles = mapChannels(spec.channels, (channel, name) => channelTitle(channel) ?? name);
    const shapes = draw.shapes?.({ table, options: spec.options, box }) ?? null;
    const summary = part?.isSummary ? part.of : null;
    const hover = {
      shapes,
      summary,
      from: spec.from,
      table,
      instances,
      scales: positions,
      titles,
      valueChannel,
      pointing: draw.pointing,
      css,
    };
    return [{ layer, hover }];
  });
  const counts = layers.all.findLastIndex((layer) => layer instanceof CountsLayer);
  const beneathCounts = shown.filter(({ layer }) => layers.all.indexOf(layer) < counts).length;
  return { layers: shown.map(({ hover }) => hover), beneathCounts, box };
}

/** What the nearest row is looked up in. */
export function followerScene(layers: PlotLayers, scales: PlotScales, box: BoxCss): FollowerScene | null {
  const scene = sceneOf(layers.primary, scales, box);
  return scene && { ...scene, brush: layers.plan!.brush, others: layers.primary!.loaded!.incomingFilters.others };
}
