import type { Theme } from '../plan/mark';
import type { LayerPlan } from '../plan/plan';
import { paletteOf } from '../scales/color/palettes';

/** The theme of a layer. Layers on the right axis have another default color, so that users can tell the axes apart. */
export function layerTheme(theme: Theme, { spec }: LayerPlan): Theme {
  if (spec.yAxis !== 'right') return theme;
  const word = paletteOf(theme.dark).categories[1]!;
  return { ...theme, accent: [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, 1] };
}
