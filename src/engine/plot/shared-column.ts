import type { ColumnType } from '../columns/column';
import type { ChannelName } from '../grammar/channel-name';
import type { TableColumn } from '../plan/layer-table';
import type { TablePlan } from '../plan/plan';
import type { ShownType } from '../scales/presentation';
import { checkKinds, uniteLabels } from '../scales/train';

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
}

/**
 * The columns of one channel; null if no layer has one. A constant is none: it has no scale.
 * @throws PikaError `plan/mixed-scale` if layers show different kinds of values
 */
export function sharedColumn(channel: ChannelName, layers: readonly LayerWithTable[]): SharedColumn | null {
  const columns = layers.flatMap((layer) => {
    const column = layer.columnOf(channel);
    return column && layer.loaded && !layer.loaded.plan.constants.has(channel)
      ? [{ layer, column, from: layer.loaded.plan.spec.from, type: column.type }]
      : [];
  });
  const [first] = columns;
  if (!first) return null;
  checkKinds(channel, columns);
  const type: ShownType =
    first.type.kind === 'category'
      ? {
          ...first.type,
          labels: uniteLabels(
            columns.map((one) => one.type),
            [],
          ),
        }
      : first.type;
  const values = columns.map(({ column }) => inType(column, type));
  return {
    type,
    values: values.length === 1 ? values[0]! : Float64Array.from(values.flatMap((some) => [...some])),
    conversion(layer) {
      const own = columns.find((one) => one.layer === layer);
      if (!own) return null;
      const codes = codesIn(own.type, type);
      return codes ? (value) => codes[value] ?? NaN : (value) => value;
    },
  };
}

/** How many instances each category has. */
export function weightsOf({ type, values }: Pick<SharedColumn, 'type' | 'values'>): Float64Array {
  const weights = new Float64Array(type.kind === 'category' ? type.labels.length : 0);
  for (const code of values) if (!Number.isNaN(code)) weights[code]!++;
  return weights;
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
