import type { Panel } from '../../frame/surface-paint';
import type { Layout } from '../../guides/layout';
import { layerTheme } from '../layer-theme';
import { boxPx, type CanvasSize } from '../plot-canvas';
import type { PlotLayers } from '../plot-layers';
import type { PlotScales } from '../plot-scales';
import type { LayerText } from '../text-labels';

/** What all layers draw in each panel, with their texts. */
export interface PanelPaints {
  readonly panels: readonly Panel[];
  readonly texts: readonly LayerText[];
  /** That of the layout: until the next one, the plot may have another size. */
  readonly size: CanvasSize;
}

/** Null before there is a theme. */
export function panelPaints(
  layers: PlotLayers,
  scales: PlotScales,
  layout: Layout,
  pixelRatio: number,
): PanelPaints | null {
  const { theme, styles } = scales;
  if (!theme || !styles) return null;
  const { widthCss, heightCss } = layout;
  const size = { widthCss, heightCss, pixelRatio };
  const texts: LayerText[] = [];
  const panels = layout.panels.map((shown, panel) => {
    const box = boxPx(shown.box, size);
    const paints = layers.all.flatMap((layer) => {
      const own = layer.loaded ? layerTheme(theme, layer.loaded.plan) : theme;
      const scene = { panel, box, theme: own, pixelRatio, styles, scales: scales.positionsOf(layer, panel) };
      texts.push(...layer.texts(scene));
      return layer.paints(scene);
    });
    return { box, paints };
  });
  return { panels, texts, size };
}
