import type { ChannelName } from '../grammar/channel-name';
import { channelTitle } from '../grammar/channel-title';
import { POSITION_CHANNELS } from '../grammar/position-channel';
import { numberText } from '../scales/number-label';
import { scaleFor } from '../scales/scale-for';
import { percentOf } from '../scales/percent-of';
import { NO_VALUE, valueText } from '../scales/value-text';
import { anglesOf } from '../plan/layout/slices';
import type { LayerTable, TableColumn } from '../plan/layer-table';
import { isShare } from '../plan/layout/stack';
import type { TablePlan } from '../plan/plan';
import type { PlacedTable } from './placed-table';
import { pluralOf } from './notes/plural-of';

/** The table of a layer in a sentence: how many instances, and between which values. */
export function describeTable(
  { spec, valueChannel, draw, show }: TablePlan,
  { table, truncated }: PlacedTable,
): string {
  if (table.rows === 0) return 'No rows.';
  const noun = table.rows === 1 ? draw.noun : pluralOf(draw.noun);
  const rows = show(valueChannel ?? 'y').locale.numbers.format(',')(table.rows);
  const count = `${rows} ${noun}${truncated ? ' of more rows' : ''}`;
  if (draw.weight) return mixText(table, draw.weight, show(draw.weight).locale.numbers.format(','));
  if (table.columns.has('theta')) return `${count}; ${largestSlice(table)}.`;
  const channel = valueChannel ?? POSITION_CHANNELS.find((position) => table.columns.has(position)) ?? 'y';
  const column = table.columns.get(channel);
  const values = column?.type.kind === 'number' ? column.values : new Float64Array(0);
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return `${count}.`;
  const [least, most] = [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
  const shown = spec.channels.get(channel);
  const title = (shown && channelTitle(shown, spec.channels)) ?? channel;
  const size = Math.max(Math.abs(least), Math.abs(most));
  // The format of an axis of shares does not suit the values behind them.
  const own = !isShare(spec) && column!.type.show?.format ? scaleFor(column!.type, [least, most]) : null;
  const text = (value: number): string =>
    own?.format(value) ?? numberText(value, size, size / 500, show(channel).locale);
  return `${count}; ${title} from ${text(least)} to ${text(most)}.`;
}

/** How many rows the cells hold, and which category has most of them. */
function mixText({ columns }: LayerTable, weight: ChannelName, whole: (value: number) => string): string {
  const [color, counts] = [columns.get('color')!, columns.get(weight)!];
  const totals = new Map<number, number>();
  for (const [row, value] of color.values.entries()) totals.set(value, (totals.get(value) ?? 0) + counts.values[row]!);
  const [largest, most] = [...totals].reduce((a, b) => (b[1] > a[1] ? b : a));
  const rows = counts.values.reduce((sum, count) => sum + count, 0);
  const name = categoryText(color, largest);
  return `${whole(rows)} rows; ${name} has the most, ${percentOf(most, Float64Array.from(totals.values()))} of them.`;
}

function categoryText({ type, values }: TableColumn, value: number): string {
  return Number.isNaN(value) ? NO_VALUE : valueText(type, values)(value);
}

/** The largest slice of a pie, and its share. */
function largestSlice(table: LayerTable): string {
  const drawn = anglesOf(table);
  const most = drawn.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return 'none is drawn, because no value is above 0';
  const largest = drawn.indexOf(most);
  const color = table.columns.get('color');
  const name = color ? categoryText(color, color.values[largest]!) : 'one slice';
  return `the largest is ${name} with ${percentOf(drawn[largest]!, drawn)}`;
}
