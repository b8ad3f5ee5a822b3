import type { ColumnType } from '../columns/column';
import { POSITION_CHANNELS, type PositionChannel } from '../grammar/position-channel';
import type { Instances, Ranges } from '../plan/instances';
import type { LayerTable } from '../plan/layer-table';
import type { Scale } from '../scales/scale';
import { unitOf } from '../scales/train';

/** Converts the instances of a table to the units of the shared scales: another layer may have finer times. */
export function onScales(
  instances: Instances,
  { columns }: LayerTable,
  scales: Readonly<Record<PositionChannel, Scale>>,
): Instances {
  const conversions = POSITION_CHANNELS.map((channel) => {
    const column = columns.get(channel);
    return column ? conversionTo(scales[channel], column.type) : null;
  });
  if (conversions.every((convert) => convert === null)) return instances;
  const [x, y] = POSITION_CHANNELS.map((channel, i) => converted(instances[channel], conversions[i]!));
  return { x: x!, y: y! };
}

function converted({ from, to }: Ranges, convert: ((value: number) => number) | null): Ranges {
  if (!convert) return { from, to };
  const start = from.map(convert);
  return { from: start, to: from === to ? start : to.map(convert) };
}

function conversionTo(scale: Scale, type: ColumnType): ((value: number) => number) | null {
  if (type.kind !== 'category') return unitOf(scale, type);
  // Columns already have the codes of the band; a constant has a single label.
  const [label, ...others] = type.labels;
  if (scale.kind !== 'band' || others.length > 0 || label === undefined || scale.labels[0] === label) return null;
  const code = scale.labels.indexOf(label);
  return code < 0 ? () => NaN : (value) => value + code;
}
