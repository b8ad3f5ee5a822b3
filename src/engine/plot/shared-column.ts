import type { ColumnType } from '../columns/column';
import type { ChannelName } from '../grammar/channel-name';
import { addsUp } from '../grammar/measure';
import type { TableColumn } from '../plan/layer-table';
import type { TablePlan } from '../plan/plan';
import type { ShownType } from '../scales/presentation';
import { checkKinds, conversion, sharedType } from '../scales/train';

/** A layer with a table. */
export interface LayerWithTable {
  readonly loaded: { readonly plan: TablePlan } | null;
  /** The channel's column of all rows, before any filter; null if the layer has none. */
  columnOf(channel: ChannelName): TableColumn | null;
}

/** One channel of several layers as values of one type. Categories have the labels of all layers. */
export interface SharedColumn {
  readonly type: ShownType;
  /** Of all rows of all layers, in the unit of the type. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Converts the values of a layer's column to this type; null if the layer has no column on the channel. */
  conversion(layer: LayerWithTable): ((value: number) => number) | null;
  /** How large each category is, by code: see {@link sizesIn}. Empty for numbers and times. */
  readonly weights: Float64Array;
}

/**
 * The columns of one channel; null if no layer has one. Constants don't count: they have no scale.
 * @throws PikaError `plan/mixed-scale` if layers show different kinds of values
 */
export function sharedColumn(channel: ChannelName, layers: readonly LayerWithTable[]): SharedColumn | null {
  const columns = layers.flatMap((layer) => {
    const column = layer.columnOf(channel);
    return column &&
      layer.loaded &&
      !layer.loaded.plan.constants.has(channel) &&
      layer.loaded.plan.draw.weight !== channel
      ? [{ layer, column, from: layer.loaded.plan.spec.from, type: column.type }]
      : [];
  });
  const [first] = columns;
  if (!first) return null;
  checkKinds(channel, columns);
  const type = sharedType(columns);
  const values = columns.map(({ column }) => converted(column, type));
  return {
    type,
    values: values.length === 1 ? values[0]! : Float64Array.from(values.flatMap((some) => [...some])),
    get weights() {
      const weights = new Float64Array(type.kind === 'category' ? type.labels.length : 0);
      for (const [i, { layer }] of columns.entries()) addWeights(weights, values[i]!, sizesIn(layer, channel));
      return weights;
    },
    conversion(layer) {
      const own = columns.find((one) => one.layer === layer);
      if (!own) return null;
      return conversion(own.type, type) ?? ((value) => value);
    },
  };
}

function addWeights(weights: Float64Array, codes: Float64Array, sizes: Float64Array): void {
  for (const [i, code] of codes.entries()) if (code in weights) weights[code]! += sizes[i]!;
}

/**
 * How much each instance of a layer adds to its category: the value that it shows, if values of a category add up, as
 * counts, sums and lengths of bars do. Otherwise 1.
 */
function sizesIn(layer: LayerWithTable, channel: ChannelName): Float64Array {
  const { length } = layer.columnOf(channel)!.values;
  const { plan } = layer.loaded!;
  const sized = plan.draw.weight ?? plan.valueChannel;
  const measure = sized && plan.measures.get(sized);
  const isSum = measure ? addsUp(measure) : plan.draw.hasBaseline;
  const values = isSum && sized ? layer.columnOf(sized)?.values : null;
  return values
    ? values.map((value) => (Number.isFinite(value) ? Math.abs(value) : 0))
    : new Float64Array(length).fill(1);
}

function converted({ type, values }: TableColumn, shared: ColumnType): Float64Array<ArrayBuffer> {
  const convert = conversion(type, shared);
  return convert ? values.map(convert) : values;
}
