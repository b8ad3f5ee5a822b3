import { PikaError } from '../errors';
import { wordOf } from '../frame/color';
import type { PlotSpec } from '../grammar/plot-spec';
import type { Theme } from '../plan/mark';
import type { ColorScale } from '../scales/color/color-scale';
import { hexWord } from '../scales/color/color-word';
import { STYLE_SCALES } from '../scales/styles';
import { extentOf } from '../scales/train';
import { layerTheme } from './layer-theme';
import { sharedColumn, type LayerWithTable, type SharedColumn } from './shared-column';

/** How a layer's table gets its colors: from its color channel, a constant, or the theme's accent. */
export type ColorOf = (value: number) => number;

/** The colors of a plot: one scale for all layers with a color channel. */
export interface PlotColors {
  /** Null if no layer has a color channel. */
  readonly scale: ColorScale | null;
  /** What the scale was trained on; null if there is no scale. */
  readonly column: SharedColumn | null;
  of(layer: LayerWithTable): ColorOf;
}

/**
 * Trains the color scale over the tables of all layers. Categories have the labels of all layers, those of the first
 * layer first.
 * @throws PikaError `plan/mixed-scale`, and what `colorScaleFor` throws
 */
export function trainColors(layers: readonly LayerWithTable[], { scales }: PlotSpec, theme: Theme): PlotColors {
  const constants = new Map(layers.map((layer) => [layer, constantColor(layer)]));
  const constantOf = (layer: LayerWithTable): ColorOf => {
    const word = constants.get(layer) ?? defaultColor(layer, theme);
    return () => word;
  };
  const column = sharedColumn('color', layers);
  if (!column) return { scale: null, column: null, of: constantOf };
  const { type, values } = column;
  const scale = STYLE_SCALES.loaded.colorScaleFor({
    type,
    extent: type.kind === 'category' ? null : extentOf(values),
    values,
    ...(type.kind === 'category' && { weights: column.weights }),
    spec: scales.color,
    theme,
  });
  return {
    scale,
    column,
    of(layer) {
      const converted = column.conversion(layer);
      return converted ? (value) => scale.colorOf(converted(value)) : constantOf(layer);
    },
  };
}

function defaultColor({ loaded }: LayerWithTable, theme: Theme): number {
  if (!loaded) return wordOf(theme.accent);
  const own = layerTheme(theme, loaded.plan);
  return loaded.plan.draw.isInk && own === theme ? inkOf(theme) : wordOf(own.accent);
}

/** The color of marks that are drawn in the color of text. */
function inkOf({ dark }: Theme): number {
  return hexWord(dark ? 'd4d9e2' : '39404c');
}

/** A color that the author wrote; null for none. */
function constantColor({ loaded }: LayerWithTable): number | null {
  const constant = loaded?.plan.constants.get('color');
  if (!constant) return null;
  const word = STYLE_SCALES.loaded.parseColor(String(constant.value));
  if (word !== null) return word;
  throw new PikaError('spec/bad-channel', {
    subject: 'channel "color"',
    expected: 'a CSS color, a column, an expression or an aggregate',
    found: constant.text,
    next: 'Write for example color="#f60" or color="region".',
  });
}
