import type { Box } from '../frame/box';
import type { MarkOptions } from '../grammar/plot-spec';
import { boundsOf, fitTexts, type Bounds, type PlacedText } from '../guides/fit-texts';
import type { MeasureText } from '../guides/fit-labels';
import type { Paint } from '../paints/index';
import { colorAt } from '../paints/vector-paint';
import { instanceAt, isVector, type VectorPaint } from '../paints/vectors';
import type { LayerTable } from '../plan/layer-table';
import type { LabelPlace } from '../plan/mark';
import type { TablePlan } from '../plan/plan';
import { cssOf } from '../scales/color/color-word';
import { luminance } from '../scales/color/contrast';
import { PLAIN, shownAs, type ShownType } from '../scales/presentation';
import { valueText } from '../scales/value-text';

/** A text of the picture, drawn above the canvas. */
export interface TextLabel extends Omit<PlacedText, 'room'> {
  /** A CSS color; null for the color of the page's text. */
  readonly color: string | null;
  /** Whether the text lies inside a shape. Otherwise an outline sets it off from what is behind. */
  readonly isInside: boolean;
}

/** A text of a layer, before texts that overlap are left out. */
export interface LayerText extends PlacedText {
  readonly color: string | null;
}

const SIZE_CSS = 11;
/** Numbers in labels have about three digits. */
const LABEL_PARTS = 500;
/** With more shapes than this, looking up what is behind each text would take too long. */
const MAX_SHAPES = 5000;
const MAX_LOOKED_UP = 500;
const MAX_OBSTACLES = 1000;

/**
 * The texts of a layer's rows, the most important first. Rows without text, or without a position in the panel, are
 * left out.
 * @param places the place of each row, in CSS pixels of the panel
 * @param colorOf a row's color as a word; null for the color of the page's text
 */
export function layerTexts(
  plan: TablePlan,
  table: LayerTable,
  places: readonly LabelPlace[],
  panel: Box,
  pixelRatio: number,
  colorOf: ((row: number) => number) | null,
): LayerText[] {
  const write = labelWriter(plan, table);
  if (!write) return [];
  const { fontSize } = plan.spec.options;
  const [left, top] = [panel.x / pixelRatio, panel.y / pixelRatio];
  const [width, height] = [panel.width / pixelRatio, panel.height / pixelRatio];
  // Labels of the axes are at the left and below.
  const room = { left, right: Infinity, top: 0, bottom: top + height };
  return rowsInOrder(table).flatMap((row): LayerText[] => {
    const { x, y, anchor, baseline, at } = places[row]!;
    const isIn = at.x >= -0.5 && at.x <= width + 0.5 && at.y >= -0.5 && at.y <= height + 0.5;
    const text = write(row);
    if (!isIn || text === '') return [];
    const color = colorOf && cssOf(colorOf(row));
    return [{ text, x: left + x, y: top + y, anchor, baseline, sizeCss: fontSize ?? SIZE_CSS, room, color }];
  });
}

/**
 * Writes the text of a row, empty for NULL; null if the table has no texts.
 * @throws PikaError `spec/bad-format`
 */
export function labelWriter({ spec, draw }: TablePlan, table: LayerTable): ((row: number) => string) | null {
  const given = table.columns.get('label');
  const column = given ?? draw.ownTexts?.(table, spec.options);
  if (!column) return null;
  const type = given ? typeOf(column.type, spec.options) : column.type;
  const write = valueText(type, column.values, null, LABEL_PARTS);
  return (row) => (Number.isNaN(column.values[row]!) ? '' : write(column.values[row]!));
}

function typeOf(type: ShownType, { textFormat: specifier }: MarkOptions): ShownType {
  if (specifier === null) return type;
  return shownAs(type, { ...(type.show ?? PLAIN), format: { specifier, attribute: 'text-format' } });
}

/** The rows by ascending `order`. */
function rowsInOrder({ rows, columns }: LayerTable): number[] {
  const order = columns.get('order')?.values;
  const all = Array.from({ length: rows }, (_, row) => row);
  const rank = (row: number): number => (Number.isNaN(order![row]!) ? Infinity : order![row]!);
  return order ? all.sort((a, b) => (rank(a) === rank(b) ? a - b : rank(a) - rank(b))) : all;
}

/** The texts that fit, in colors that can be read over the shapes behind them. */
export function fittedLabels(
  texts: readonly LayerText[],
  paints: readonly { readonly box: Box; readonly paints: readonly Paint[] }[],
  space: { readonly widthCss: number; readonly heightCss: number; readonly pixelRatio: number },
  isDark: boolean,
  measure: MeasureText,
  titles: readonly Bounds[] = [],
): { readonly labels: readonly TextLabel[]; readonly hidden: number } {
  const { shown, hidden } = fitTexts(
    texts,
    space,
    measure,
    texts.length === 0 ? [] : pointsIn(paints, space.pixelRatio),
    titles,
  );
  const panels =
    shown.length > MAX_LOOKED_UP ? [] : paints.map((panel) => ({ box: panel.box, shapes: shapesOf(panel.paints) }));
  const labels = shown.map(({ room: _room, ...label }): TextLabel => {
    const { left, right, top, bottom } = boundsOf(label, measure);
    const middle = (top + bottom) / 2;
    const colors = [left, (left + right) / 2, right].map((x) =>
      colorBehind(panels, x * space.pixelRatio, middle * space.pixelRatio),
    );
    const [color] = colors;
    const isInside = color != null && colors.every((other) => other === color);
    return isInside
      ? { ...label, color: isLight(color, isDark) ? DARK_TEXT : LIGHT_TEXT, isInside }
      : { ...label, isInside: false };
  });
  return { labels, hidden };
}

/** The middle parts of points, which no text may cover; none if there are so many that few texts would remain. */
function pointsIn(
  panels: readonly { readonly box: Box; readonly paints: readonly Paint[] }[],
  pixelRatio: number,
): readonly Bounds[] {
  const points = panels.flatMap(({ box, paints }) =>
    paints.flatMap((paint) =>
      paint.paint === 'symbols'
        ? Array.from(paint.x, (x, i) => ({ x: (box.x + x) / pixelRatio, y: (box.y + paint.y[i]!) / pixelRatio }))
        : [],
    ),
  );
  const seen = points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  if (seen.length > MAX_OBSTACLES) return [];
  return seen.map(({ x, y }) => ({ left: x - 2, top: y - 2, right: x + 2, bottom: y + 2 }));
}

const DARK_TEXT = '#1b1f27';
const LIGHT_TEXT = '#ffffff';

/** Shapes that a text can lie in, unless there are too many. */
function shapesOf(paints: readonly Paint[]): readonly VectorPaint[] {
  const shapes = paints
    .filter((paint) => isVector(paint))
    .filter(({ paint }) => paint === 'rects' || paint === 'arcs' || paint === 'areas');
  const count = shapes.reduce(
    (sum, shape) => sum + ('fill' in shape && shape.fill instanceof Uint32Array ? shape.fill.length : 1),
    0,
  );
  return count > MAX_SHAPES ? [] : shapes;
}

/** The color of the topmost shape at a device pixel of the canvas; null if there is none. */
function colorBehind(
  panels: readonly { readonly box: Box; readonly shapes: readonly VectorPaint[] }[],
  x: number,
  y: number,
): number | null {
  for (const { box, shapes } of panels) {
    for (const shape of shapes.toReversed()) {
      const instance = instanceAt(shape, x - box.x, y - box.y);
      if (instance >= 0 && 'fill' in shape) return colorAt(shape.fill, instance);
    }
  }
  return null;
}

/** Whether dark text has the higher contrast over a color, which lies on the page's background. */
function isLight(word: number, isDark: boolean): boolean {
  return luminance(word, isDark) > 0.25;
}
