import type { ColumnType } from '../columns/column';
import type { ChannelName } from '../grammar/channel-name';
import { isPosition, type PositionChannel } from '../grammar/position-channel';
import type { TableColumn } from '../plan/layer-table';
import { measureExpressions } from '../grammar/measure';
import type { TablePlan } from '../plan/plan';
import type { BinnedAxis } from '../scales/binned-axis';
import { shownAs } from '../scales/presentation';
import type { CountOptions, GroupTable, Relation, TableValues } from '../source/source';
import type { Grouping } from './grouping';
import type { LayerAxes, LayerData } from './layer-data';
import type { BandLimit, LabelValues } from './limit/band-limit';
import type { PlacedTable } from './placed-table';

/** More rows are no small table: rasterizing and reading them takes too long. */
export const MAX_ROWS = 50_000;

/** At least this many outliers of a group remain when the database thins them out. */
const LEAST_THINNED = 500;

/** A table before a mark places its rows. */
export type ReadTable = Omit<PlacedTable, 'parts' | 'sql' | 'note'>;

/** Reads at most {@link MAX_ROWS} rows as they are. Rejects as `Relation.table`. */
export async function readRows(
  { plan, relation, plotColumns }: LayerData<TablePlan>,
  axes: LayerAxes,
  where: readonly string[],
  options: CountOptions,
): Promise<ReadTable> {
  const channels = [...plan.columns];
  const { rows, columns, truncated } = await relation.table(
    { expressions: channels.map(([, { expression }]) => expression), where, limit: MAX_ROWS },
    options,
  );
  const all = new Map<ChannelName, TableColumn>(
    channels.map(([channel], i) => [channel, recoded(columns[i]!, plotColumns.columns.get(channel)!.meta.type)]),
  );
  for (const { channel, options } of plan.dimensions)
    if (options !== null && isPosition(channel)) putInBins(all, channel, axes.get(channel)!);
  return { table: { rows, columns: withConstants(all, plan, rows) }, truncated };
}

/** Replaces the values of a position by the lower edges of their bins, and adds the upper ones. Categories stay. */
function putInBins(columns: Map<ChannelName, TableColumn>, channel: PositionChannel, axis: BinnedAxis): void {
  const { type, values } = columns.get(channel)!;
  if (type.kind === 'category') return;
  const bins = values.map((value) => (Number.isNaN(value) ? NaN : axis.binOf(value)));
  columns.set(channel, { type, values: bins.map((bin) => axis.edges[bin] ?? NaN) });
  columns.set(`${channel}2`, { type, values: bins.map((bin) => axis.edges[bin + 1] ?? NaN) });
}

/** Reads groups that the database aggregates. Rejects as `Relation.groups`. */
export async function readGroups(
  { plan, relation, limit }: LayerData<TablePlan>,
  groupings: readonly Grouping[],
  where: readonly string[],
  options: CountOptions,
): Promise<ReadTable> {
  const dimensions = groupings.map(({ expression, column, edges, includeNull }) => ({
    expression,
    type: column.type,
    edges,
    includeNull,
  }));
  const measures = [...plan.measures.values()];
  const groups = await relation.groups({ dimensions, measures, where }, options);
  const found = tableOfGroups(plan, groupings, groups);
  const ranks = limit && (await readRanks(relation, groupings, limit, where, options));
  const read = ranks ? { ...found, labelValues: ranks } : found;
  const outliers = measures.find((measure) => measure.op === 'outliers');
  // So few are never thinned out.
  if (!outliers || groups.rows < LEAST_THINNED) return read;
  const count = { op: 'outlier_count', expression: measureExpressions(outliers)[0]! } as const;
  const counted = await relation.groups({ dimensions, measures: [count], where }, options);
  return { ...read, outliers: counted.measures[0]!.values.reduce((sum, of) => sum + of, 0) };
}

/** The values that rank labels, if each label has several groups; otherwise null: they are those of the groups. */
async function readRanks(
  relation: Relation,
  groupings: readonly Grouping[],
  { channel, by }: BandLimit,
  where: readonly string[],
  options: CountOptions,
): Promise<LabelValues | null> {
  if (!by || !('measure' in by) || groupings.length === 1) return null;
  const { expression, column, edges } = groupings.find((grouping) => grouping.channel === channel)!;
  const { bins, measures } = await relation.groups(
    { dimensions: [{ expression, type: column.type, edges }], measures: [by.measure], where },
    { signal: options.signal, replaces: `${options.replaces}.ranks` },
  );
  return new Map(Array.from(bins[0]!, (bin, group) => [edges?.[bin] ?? bin, measures[0]!.values[group]!]));
}

/** Turns groups into rows of a table: a binned position has two edges. */
export function tableOfGroups(plan: TablePlan, groupings: readonly Grouping[], groups: GroupTable): ReadTable {
  const columns = new Map<ChannelName, TableColumn>();
  for (const [i, { channel, column, edges }] of groupings.entries()) {
    const { type } = column;
    const bins = groups.bins[i]!;
    columns.set(channel, { type, values: edges ? bins.map((bin) => edges[bin] ?? NaN) : bins });
    if (isPosition(channel) && edges && type.kind !== 'category')
      columns.set(`${channel}2`, { type, values: bins.map((bin) => edges[bin + 1] ?? NaN) });
  }
  for (const [i, channel] of [...plan.measures.keys()].entries()) {
    const { type, values } = groups.measures[i]!;
    columns.set(channel, { type: shownAs(type, plan.show(channel)), values });
  }
  return { table: { rows: groups.rows, columns: withConstants(columns, plan, groups.rows) }, truncated: false };
}

/** Adds constants as columns of one value, except colors and symbols that the author wrote. */
function withConstants(
  columns: ReadonlyMap<ChannelName, TableColumn>,
  { constants, show }: TablePlan,
  rows: number,
): ReadonlyMap<ChannelName, TableColumn> {
  const all = new Map(columns);
  for (const [channel, constant] of constants) {
    if (constant.type === 'text') {
      if (channel === 'color' || channel === 'shape') continue;
      all.set(channel, { type: { kind: 'category', labels: [constant.value] }, values: new Float64Array(rows) });
      continue;
    }
    const type: ColumnType =
      constant.type === 'time' ? { kind: 'time', ticksPerMs: 1 } : { kind: 'number', integer: false };
    all.set(channel, { type: shownAs(type, show(channel)), values: new Float64Array(rows).fill(constant.value) });
  }
  return all;
}

/** Translates codes to those of an axis or a legend, which may have more labels, in another order. */
function recoded({ type, values }: TableValues, wanted: ColumnType): TableColumn {
  if (type.kind !== 'category' || wanted.kind !== 'category') return { type: wanted, values };
  const codes = new Map(wanted.labels.map((label, code) => [label, code]));
  const after = type.labels.map((label) => codes.get(label) ?? NaN);
  return { type: wanted, values: values.map((code) => (Number.isNaN(code) ? NaN : after[code]!)) };
}
