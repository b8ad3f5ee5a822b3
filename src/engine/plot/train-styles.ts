import { PikaError } from '../errors';
import type { Constant } from '../grammar/channel';
import type { ChannelName } from '../grammar/channel-name';
import type { PlotSpec } from '../grammar/plot-spec';
import type { Category } from '../grammar/selection-clause';
import { SYMBOLS, type SymbolName } from '../grammar/symbols';
import { nearestNames } from '../nearest-names';
import { SYMBOL_SHAPES } from '../paints/symbol-shapes';
import { withOpacity } from '../paints/vector-paint';
import { valuesOf, type LayerTable } from '../plan/layer-table';
import type { RowStyles, Theme } from '../plan/mark';
import type { OpacityScale } from '../scales/opacity-scale';
import type { ShapeScale } from '../scales/shape-scale';
import type { SizeScale } from '../scales/size-scale';
import { STYLE_SCALES } from '../scales/styles';
import { extentOf } from '../scales/train';
import { sharedColumn, type LayerWithTable, type SharedColumn } from './shared-column';
import { trainColors, type PlotColors } from './train-colors';

/** The opacity of instances while the user points at another entry of the legend. */
const FADED = 0.2;

/** The entry of a legend that the user points at: a category of a channel. NaN is NULL. */
export interface Highlight {
  readonly channel: 'color' | 'shape';
  readonly value: number;
}

/** How the layers of a plot look: colors, sizes, shapes and opacities share one scale each. */
export interface PlotStyles {
  readonly colors: PlotColors;
  /** Null where no layer has the channel. */
  readonly size: TrainedScale<SizeScale> | null;
  readonly shape: TrainedScale<ShapeScale> | null;
  readonly opacity: TrainedScale<OpacityScale> | null;
  /** The styles of the rows of a layer's table. */
  of(layer: LayerWithTable, table: LayerTable): RowStyles;
}

export interface TrainedScale<S> {
  readonly scale: S;
  readonly column: SharedColumn;
}

/**
 * Trains the scales of color, size, shape and opacity over the tables of all layers.
 * @param highlighted the entry of the legend that the user points at; all other instances fade
 * @param picked the categories of color that the user has picked; all other instances fade. Null for none
 * @throws PikaError `plan/mixed-scale`, `plan/wrong-scale`, `spec/bad-channel`, `spec/bad-attribute`
 */
export function trainStyles(
  layers: readonly LayerWithTable[],
  spec: PlotSpec,
  theme: Theme,
  highlighted: Highlight | null,
  picked: ReadonlySet<Category> | null,
): PlotStyles {
  const colors = trainColors(layers, spec, theme);
  const { scale: kind, range } = spec.scales.size;
  const size = trained('size', layers, (column) => {
    const extent = extentOf(column.values, kind === 'log' && column.type.kind === 'number');
    return extent && new STYLE_SCALES.loaded.SizeScale(column.type, extent, range, kind);
  });
  const shape = trained('shape', layers, (column) => new STYLE_SCALES.loaded.ShapeScale(column.type, column.weights));
  const symbols = new Map(layers.map((layer) => [layer, constantShape(layer)]));
  const opacity = trained('opacity', layers, ({ type, values }) => {
    const extent = extentOf(values);
    return extent && new STYLE_SCALES.loaded.OpacityScale(type, extent);
  });
  return {
    colors,
    size,
    shape,
    opacity,
    of(layer, table) {
      const each = (
        channel: ChannelName,
        trained: { readonly column: SharedColumn | null } | null,
      ): ((row: number) => number) | null => {
        const converted = trained?.column?.conversion(layer);
        const values = converted && valuesOf(table, channel);
        return values ? (row) => converted(values[row]!) : null;
      };
      const [sizes, shapes, opacities] = [each('size', size), each('shape', shape), each('opacity', opacity)];
      const constants = layer.loaded?.plan.constants;
      const look = layer.loaded?.plan.draw.looks?.(rowsOf(layer, table), layer.loaded.plan.spec.options) ?? null;
      const constantOpacity = numberOf(constants?.get('opacity')) ?? look?.opacity ?? 1;
      const color = colors.of(layer);
      const colorValues = valuesOf(table, 'color');
      const isFaded = fading(highlighted, highlighted?.channel === 'shape' ? shapes : each('color', colors));
      const isUnpicked = unpicked(table, picked);
      const withOthers = colors.scale?.kind === 'category' && colors.scale.others > 0 ? colors.scale : null;
      const shownColors = withOthers && each('color', colors);
      const alphaOf = (row: number): number =>
        (opacities ? opacity!.scale.opacityOf(opacities(row)) : constantOpacity) *
        (isFaded(row) || isUnpicked(row) ? FADED : 1);
      const rows = { length: table.rows };
      return {
        fill: Uint32Array.from(rows, (_, row) => withOpacity(color(colorValues[row]!), alphaOf(row))),
        beneath: shownColors ? Uint8Array.from(rows, (_, row) => Number(withOthers!.isOther(shownColors(row)))) : null,
        areasCss: sizes
          ? Float64Array.from(rows, (_, row) => size!.scale.areaOf(sizes(row)))
          : (numberOf(constants?.get('size')) ?? look?.areaCss ?? null),
        shapes: shapes
          ? Uint8Array.from(rows, (_, row) => indexOf(shape!.scale.shapeOf(shapes(row))))
          : (symbols.get(layer) ?? null),
      };
    },
  };
}

/** How many rows a layer has before any filter. */
function rowsOf(layer: LayerWithTable, table: LayerTable): number {
  return (layer.columnOf('x') ?? layer.columnOf('y'))?.values.length ?? table.rows;
}

/** The scale of a channel; null if no layer has it, or if there is no value to measure by: see `scaleOf`. */
function trained<S>(
  channel: ChannelName,
  layers: readonly LayerWithTable[],
  scaleOf: (column: SharedColumn) => S | null,
): TrainedScale<S> | null {
  const column = sharedColumn(channel, layers);
  const scale = column && scaleOf(column);
  return column && scale && { scale, column };
}

/** Returns whether a row belongs to another category than the one that the user points at. */
function fading(
  highlighted: Highlight | null,
  valueOf: ((row: number) => number) | null | undefined,
): (row: number) => boolean {
  if (!highlighted || !valueOf) return () => false;
  const { value } = highlighted;
  return (row) => !isSame(valueOf(row), value);
}

/** Returns whether a row belongs to a category that the user has not picked. The row of all others may be a part. */
function unpicked({ columns }: LayerTable, picked: ReadonlySet<Category> | null): (row: number) => boolean {
  const color = columns.get('color');
  if (!picked || color?.type.kind !== 'category') return () => false;
  const { values, type } = color;
  const categoryOf = (code: number): Category => type.labels[code] ?? null;
  const own = new Set(Array.from(values, categoryOf));
  const hasOthers = [...picked].some((category) => category !== null && !own.has(category));
  return (row) => (values[row]! < 0 ? !hasOthers : !picked.has(categoryOf(values[row]!)));
}

/** NaN is NULL, and equals itself. */
function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

function numberOf(constant: Constant | undefined): number | null {
  return constant?.type === 'number' ? constant.value : null;
}

function indexOf(symbol: SymbolName): number {
  return SYMBOL_SHAPES.indexOf(symbol === 'triangle' ? 'triangle-up' : symbol);
}

/** A symbol that the author wrote; null for none. */
function constantShape({ loaded }: LayerWithTable): number | null {
  const constant = loaded?.plan.constants.get('shape');
  if (!constant) return null;
  const symbol = SYMBOLS.find((known) => known === constant.value);
  if (symbol !== undefined) return indexOf(symbol);
  const [nearest] = nearestNames(String(constant.value), SYMBOLS, 1);
  throw new PikaError('spec/bad-channel', {
    subject: 'channel "shape"',
    expected: `a column, or ${SYMBOLS.map((known) => `"${known}"`).join(' or ')}`,
    found: constant.text,
    next: nearest === undefined ? 'Write for example shape="square" or shape="region".' : `Did you mean "${nearest}"?`,
  });
}
