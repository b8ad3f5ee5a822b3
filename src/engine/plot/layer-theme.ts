import type { Theme } from '../plan/mark';
import type { LayerPlan } from '../plan/plan';
import { categoriesOf } from '../scales/color/palettes';

/** The theme of a layer. Layers on the right axis have another default color, so that users can tell the axes apart. */
export function layerTheme(theme: Theme, { spec }: LayerPlan): Theme {
  if (spec.yAxis !== 'right') return theme;
  const [first, word = first!] = categoriesOf(theme);
  return { ...theme, accent: [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, 1] };
}
