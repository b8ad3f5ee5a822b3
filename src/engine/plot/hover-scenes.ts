import { channelTitle } from '../grammar/channel-title';
import { mapChannels } from '../grammar/channel-name';
import type { BoxCss } from '../guides/layout';
import type { HoverScene } from '../inspect/hover-lookup';
import type { HoverLayer, TableHoverScene } from '../inspect/table-hover';
import type { FollowerScene } from '../select/nearest-follower';
import { CountsLayer } from './counts-layer';
import { onScales } from './on-scales';
import type { PlotLayers } from './plot-layers';
import type { PlotScales } from './plot-scales';
import { TableLayer } from './table-layer';

/** The counts that the picture shows in this box; null if the primary layer draws a table, or nothing yet. */
export function countsHoverScene({ primary: layer }: PlotLayers, box: BoxCss): HoverScene | null {
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
    ...drawnSlots,
    filter: incomingFilters.parts.flatMap(({ filter }) => filter),
  };
}

/** The tables that the picture shows in this box; null if the primary layer draws counts, or without a theme. */
export function tableHoverScene(layers: PlotLayers, scales: PlotScales, box: BoxCss): TableHoverScene | null {
  const { styles, positions } = scales;
  if (!styles || !(layers.primary instanceof TableLayer)) return null;
  const { scale } = styles.colors;
  const css = scale && ((value: number) => scale.css(value));
  const shown = layers.tables.flatMap((layer): HoverLayer[] => {
    if (!layer.loaded || !layer.shown) return [];
    const { spec, valueChannel, draw } = layer.loaded.plan;
    const { table } = layer.shown;
    const instances = onScales(layer.shown.instances, table, positions);
    const titles = mapChannels(spec.channels, (channel, name) => channelTitle(channel) ?? name);
    return [{ from: spec.from, table, instances, titles, valueChannel, pointing: draw.pointing, css }];
  });
  return { layers: shown, box, scales: positions };
}

/** What the nearest row is looked up in. */
export function followerScene(layers: PlotLayers, box: BoxCss): FollowerScene | null {
  const scene = countsHoverScene(layers, box);
  return scene && { ...scene, brush: layers.plan!.brush, others: layers.primary!.loaded!.incomingFilters.others };
}
