import { PikaError } from '../../errors';
import type { ChannelName } from '../../grammar/channel-name';
import { channelTitle } from '../../grammar/channel-title';
import type { PositionChannel } from '../../grammar/position-channel';
import type { LayerTable } from '../../plan/layer-table';
import type { TablePlan } from '../../plan/plan';
import { notDrawnNote, type NotDrawn } from './not-drawn-note';
import type { PlacedTable } from '../placed-table';
import type { LayerData } from '../layer-data';
import { roundedNote } from './rounded-note';

/** Styles that a row without a value can't have. Any other has a color or a symbol of its own for it. */
const MEASURED_STYLES = ['size', 'opacity'] as const;

/**
 * What a table leaves out or rounds, for the user.
 * @param drawn the table of the rows that pass the filters, or of all rows
 */
export function tableNotes(
  layer: LayerData<TablePlan>,
  drawn: PlacedTable,
  isFiltered: boolean,
): readonly (string | null)[] {
  return [
    drawn.truncated ? truncatedNote(drawn, isFiltered ? null : layer) : null,
    thinnedNote(drawn),
    drawn.note,
    roundedNote(layer.plan, drawn.table),
  ];
}

/** Says which rows of a table have no size or opacity. */
export function stylesNotDrawn(plan: TablePlan, table: LayerTable): readonly (string | null)[] {
  return MEASURED_STYLES.map((channel) => styleNote(plan, table, channel));
}

/** Says which values of a position without an axis of a column have no place; null if all have one. */
export function unplacedInTable(
  plan: TablePlan,
  table: LayerTable,
  channel: PositionChannel,
  isLog: boolean,
): string | null {
  const column = table.columns.get(channel);
  if (!column || plan.dimensions.some((dimension) => dimension.channel === channel)) return null;
  const isNumber = column.type.kind === 'number';
  if (!isNumber && !plan.measures.has(channel)) return null;
  const { values } = column;
  const nulls = nullsOf(plan, values, channel);
  const noun = nounOf(plan);
  if (nulls > 0 && nulls === values.length) return `no ${noun} has a value of ${titleIn(plan, channel)}`;
  const isBelow = (value: number): boolean => value <= 0 && value > -Infinity;
  return noteOf(plan, channel, {
    infinite: isNumber ? infiniteIn(values) : 0,
    unplaced: isNumber && isLog ? values.filter(isBelow).length : 0,
    nulls,
  });
}

/**
 * Says which values of a part of a whole have no shape; null if all have one, or if the mark shows no parts.
 * @throws PikaError `plan/wrong-scale` if they aren't numbers
 */
export function sharesNote(plan: TablePlan, table: LayerTable): string | null {
  const { shares } = plan.draw;
  const column = shares && table.columns.get(shares);
  if (!column) return null;
  const { values } = column;
  if (column.type.kind !== 'number') throw notNumbers(plan, shares, column.type.kind);
  const negative = values.filter((value) => value < 0 && value > -Infinity).length;
  const nulls = values.filter(Number.isNaN).length;
  const zeros = values.every((value) => value === 0);
  if (zeros && values.length > 0) return `no ${plan.draw.noun} is drawn: every value of ${titleIn(plan, shares)} is 0`;
  return noteOf(plan, shares, { infinite: infiniteIn(values), unplaced: 0, negative, nulls });
}

function notNumbers({ spec, mark }: TablePlan, channel: ChannelName, kind: 'category' | 'time'): PikaError {
  return new PikaError('plan/wrong-scale', {
    subject: `${channel} of the ${mark.name} plot from "${spec.from}"`,
    expected: 'numbers, whose parts of their sum are drawn',
    found: kind === 'time' ? 'dates or times' : 'text or booleans',
    next: `Write for example ${channel}="sum(amount)", or ${channel}="count()" to show numbers of rows.`,
  });
}

/** Says how many sizes a log scale can't show; null if it shows all. */
export function logSizeNote(plan: TablePlan, { columns }: LayerTable): string | null {
  const column = columns.get('size');
  if (column?.type.kind !== 'number' || plan.draw.weight === 'size') return null;
  const below = column.values.filter((value) => value <= 0).length;
  if (below === 0) return null;
  const values = `${below.toLocaleString('en')} ${below === 1 ? 'value' : 'values'} ≤ 0 of ${titleIn(plan, 'size')}`;
  const size = below === column.values.length ? 'default' : 'least';
  return `drawn in the ${size} size: ${values}, which a log scale can't show`;
}

/** Columns of the relation have notes of their own: see `columnsNotDrawn`. */
function styleNote(plan: TablePlan, { rows, columns }: LayerTable, channel: ChannelName): string | null {
  const values = columns.get(channel)?.values;
  if (!values || rows === 0 || plan.draw.weight === channel) return null;
  const nulls = values.filter(Number.isNaN).length;
  if (nulls === rows) return `${titleIn(plan, channel)} has no values: ${channel} is the same everywhere`;
  return plan.measures.has(channel) ? noteOf(plan, channel, { infinite: 0, unplaced: 0, nulls }) : null;
}

function noteOf(plan: TablePlan, channel: ChannelName, found: Omit<NotDrawn, 'title' | 'noun'>): string | null {
  return notDrawnNote([{ ...found, title: titleIn(plan, channel), noun: nounOf(plan) }]);
}

/** Groups without a value of an aggregate. A box notes them once, for all of its parts. */
function nullsOf({ draw, measures, part }: TablePlan, values: Float64Array, channel: ChannelName): number {
  const measure = measures.get(channel);
  const nulls = values.filter(Number.isNaN).length;
  if (!measure || (part && measure.op !== 'box_median')) return 0;
  return draw.hasGaps && nulls < values.length ? 0 : nulls;
}

function nounOf({ part, spec, draw }: TablePlan): string {
  return part ? spec.mark : draw.noun;
}

function titleIn({ spec }: TablePlan, channel: ChannelName): string {
  const shown = spec.channels.get(channel);
  return (shown && channelTitle(shown, spec.channels)) ?? channel;
}

function infiniteIn(values: Float64Array): number {
  return values.filter((value) => Math.abs(value) === Infinity).length;
}

function thinnedNote({ table: { rows }, outliers = rows }: PlacedTable): string | null {
  if (outliers <= rows) return null;
  return `outliers are thinned out: ${rows.toLocaleString('en')} of ${outliers.toLocaleString('en')} are drawn`;
}

/** @param all the layer, if these are all of its rows; null for filtered rows, whose number is unknown */
function truncatedNote({ table: { rows } }: PlacedTable, all: LayerData<TablePlan> | null): string {
  const first = `only the first ${rows.toLocaleString('en')}`;
  return all
    ? `${first} of ${all.relation.rowCount.toLocaleString('en')} rows of "${all.plan.spec.from}" are drawn`
    : `${first} of the rows that pass the filters are drawn`;
}
