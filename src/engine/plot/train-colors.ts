import type { ColumnType } from '../columns/column';
import { PikaError } from '../errors';
import { wordOf } from '../frame/colour';
import type { PlotSpec } from '../grammar/plot-spec';
import type { Theme } from '../plan/mark';
import type { TableColumn } from '../plan/layer-table';
import type { TablePlan } from '../plan/plan';
import { colorScaleFor } from '../scales/color/color-scale-for';
import type { ColorScale } from '../scales/color/color-scale';
import { parseColor } from '../scales/color/parse-color';
import { withOpacity } from '../paints/vector-paint';
import { checkKinds, extentOf, uniteLabels } from '../scales/train';

/** The opacity of what the user does not point at. */
const FADED = 0.2;

/** How a layer's table gets its colors: from its color channel, a constant, or the theme's accent. */
export type ColorOf = (value: number) => number;

/** A layer with a table. */
export interface ColoredLayer {
  readonly loaded: { readonly plan: TablePlan } | null;
  columnOf(channel: 'color'): TableColumn | null;
}

/** The colors of a plot: one scale for all layers with a color channel. */
export interface PlotColors {
  /** Null if no layer has a color channel. */
  readonly scale: ColorScale | null;
  /** What the scale's values are; null if there is no scale. */
  readonly type: ColumnType | null;
  of(layer: ColoredLayer): ColorOf;
}

/**
 * Trains the color scale over the tables of all layers. Categories have the labels of all layers, those of the first
 * layer first.
 * @param highlighted the category that the user points at in the legend: the others fade
 * @throws PikaError `plan/mixed-scale`, and what {@link colorScaleFor} throws
 */
export function trainColors(
  layers: readonly ColoredLayer[],
  { scales }: PlotSpec,
  theme: Theme,
  highlighted: number | null,
): PlotColors {
  const columns = layers.flatMap((layer) => {
    const column = layer.columnOf('color');
    return column && layer.loaded && !layer.loaded.plan.constants.has('color') ? [{ layer, column }] : [];
  });
  const accent = wordOf(theme.accent);
  const [first] = columns;
  const constantOf = (layer: ColoredLayer): ColorOf => {
    const word = constantColor(layer) ?? accent;
    return () => word;
  };
  if (!first) return { scale: null, type: null, of: constantOf };
  checkKinds(
    'color',
    columns.map(({ layer, column }) => ({ from: layer.loaded!.plan.spec.from, type: column.type })),
  );
  const type = sharedType(columns.map(({ column }) => column.type));
  const values = columns.map(({ column }) => inType(column, type));
  const all = values.length === 1 ? values[0]! : Float64Array.from(values.flatMap((some) => [...some]));
  const scale = colorScaleFor({
    type,
    extent: type.kind === 'category' ? null : extentOf(all),
    values: all,
    ...(type.kind === 'category' && { weights: weightsOf(all, type.labels.length) }),
    spec: scales.color,
    theme,
  });
  return {
    scale,
    type,
    of: (layer) => {
      const column = layer.columnOf('color');
      if (!column || !columns.some((one) => one.layer === layer)) return constantOf(layer);
      const codes = codesIn(column.type, type);
      const valueOf = (value: number): number => (codes ? (codes[value] ?? NaN) : value);
      return (value) => {
        const shared = valueOf(value);
        const color = scale.colorOf(shared);
        return highlighted === null || sameEntry(shared, highlighted) ? color : withOpacity(color, FADED);
      };
    },
  };
}

function sameEntry(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** A color that the author wrote; null for none. */
function constantColor({ loaded }: ColoredLayer): number | null {
  const constant = loaded?.plan.constants.get('color');
  if (!constant) return null;
  const word = parseColor(String(constant.value));
  if (word !== null) return word;
  throw new PikaError('spec/bad-channel', {
    subject: 'channel "color"',
    expected: 'a CSS color, a column, an expression or an aggregate',
    found: constant.text,
    next: 'Write for example color="#f60" or color="region".',
  });
}

function sharedType(types: readonly ColumnType[]): ColumnType {
  return types[0]!.kind === 'category' ? { kind: 'category', labels: uniteLabels(types, []) } : types[0]!;
}

/** The code in a shared type of each of a type's labels; null if they are the same, or the types are no categories. */
function codesIn(type: ColumnType, shared: ColumnType): readonly number[] | null {
  if (type.kind !== 'category' || shared.kind !== 'category') return null;
  if (type.labels.every((label, code) => shared.labels[code] === label)) return null;
  const codes = new Map(shared.labels.map((label, code) => [label, code]));
  return type.labels.map((label) => codes.get(label)!);
}

function inType({ type, values }: TableColumn, shared: ColumnType): Float64Array<ArrayBuffer> {
  const codes = codesIn(type, shared);
  return codes ? values.map((code) => codes[code] ?? NaN) : values;
}

/** How many instances each category has. */
function weightsOf(codes: Float64Array, categories: number): Float64Array {
  const weights = new Float64Array(categories);
  for (const code of codes) if (!Number.isNaN(code)) weights[code]!++;
  return weights;
}
