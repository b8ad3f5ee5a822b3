import { labelOrder as defaultOrder } from '../columns/label-order';
import { isFacet, type FacetChannel } from '../grammar/facet-channel';
import type { PositionChannel } from '../grammar/position-channel';
import type { Measure } from '../grammar/measure';
import { labelOrder } from '../grammar/scale-spec';
import type { TablePlan } from '../plan/plan';
import type { GroupTable, RowRequest } from '../source/source';
import { binAxes } from './bin-axes';
import type { LayerData } from './layer-data';
import { KERNEL_GROUPS } from './parts-on-demand';
import type { PlotContext } from './plot-context';

/** With more rows than this, the order of the data would take too long to find, and mean little. */
const MAX_ROWS = 50_000;

/**
 * The order of a layer's labels on a band: the author's, by the values of the other position, or, for rows as they are,
 * that of the data. Null for the alphabet's.
 */
export async function bandOrder(
  context: PlotContext,
  layer: LayerData,
  channel: PositionChannel | FacetChannel,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  const { plan, plotColumns, relation } = layer;
  const column = plan.columns.get(channel);
  const type = plotColumns.columns.get(channel)?.meta.type;
  if (!column || type?.kind !== 'category') return null;
  if (labelOrder(column.scale)) return labelOrder(column.scale);
  if (plan.route === 'counts') return null;
  const { limit, sort: wanted } = plan.spec.options;
  const sort = isFacet(channel) ? null : wanted;
  // The labels that a limit leaves are ranked with every picture.
  if (limit !== null && !isFacet(channel) && (!sort || ('descending' in sort && sort.by !== channel))) return null;
  if (sort?.by === 'labels') return sort.labels;
  if (sort && sort.by !== 'data') {
    if (sort.by === channel) return alphabetical(type.labels, sort.descending);
    const values = await sortValues(
      context,
      layer as LayerData<TablePlan>,
      channel as PositionChannel,
      sort.by,
      signal,
    );
    return values && byValue(values, sort.descending);
  }
  if (!sort && (plan.route === 'groups' || relation.rowCount > MAX_ROWS)) return null;
  return Array.from((await labelsInRows(layer, [column.expression], signal)).keys());
}

function alphabetical(labels: readonly string[], descending: boolean): readonly string[] {
  const sorted = defaultOrder(labels).map((code) => labels[code]!);
  return descending ? sorted.reverse() : sorted;
}

function byValue(values: ReadonlyMap<string, number>, descending: boolean): readonly string[] {
  const sign = descending ? -1 : 1;
  // NULL comes last in both directions.
  const rank = (value: number): number => (Number.isNaN(value) ? Infinity : sign * value);
  return [...values].sort(([, a], [, b]) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b))).map(([label]) => label);
}

/** The value of each label: its aggregate over all groups, or the sum of its rows. Null if there is none to sort by. */
async function sortValues(
  context: PlotContext,
  layer: LayerData<TablePlan>,
  channel: PositionChannel,
  by: PositionChannel,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number> | null> {
  const { plan, relation, plotColumns } = layer;
  const { expression } = plan.columns.get(channel)!;
  const measure = plan.measures.has(by) ? (plan.part?.sort ?? plan.measures.get(by)!) : null;
  const value = plan.columns.get(by);
  if (!measure) return value ? labelsInRows(layer, [expression, value.expression], signal) : null;
  const { type } = plotColumns.columns.get(channel)!.meta;
  if (type.kind !== 'category') return null;
  const { bins, measures } =
    (await groupsByKernels(context, layer, channel, [by, measure], signal)) ??
    (await relation.groups(
      { dimensions: [{ expression, type, edges: null }], measures: [measure], where: [] },
      { signal },
    ));
  return new Map(Array.from(bins[0]!, (bin, group) => [type.labels[bin]!, measures[0]!.values[group]!]));
}

/** One aggregate by one column, over all rows, if kernels can compute it. */
async function groupsByKernels(
  context: PlotContext,
  { plan, plotColumns }: LayerData<TablePlan>,
  channel: PositionChannel,
  [by, measure]: readonly [by: PositionChannel, measure: Measure],
  signal: AbortSignal,
): Promise<GroupTable | null> {
  const only: TablePlan = {
    ...plan,
    dimensions: plan.dimensions.filter((dimension) => dimension.channel === channel),
    measures: new Map([[by, measure]]),
  };
  const axes = binAxes(only, plotColumns, { width: 1, height: 1 });
  const { KernelGroups } = await KERNEL_GROUPS.load();
  const kernels = axes && KernelGroups.of(only, plotColumns, axes);
  return kernels instanceof KernelGroups ? kernels.tableOf(await kernels.ofAllRows(context, signal)) : null;
}

/** The labels in the order of their rows, each with the sum of the second expression. */
async function labelsInRows(
  { relation }: LayerData,
  expressions: RowRequest['expressions'],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const { columns } = await relation.table({ expressions, where: [], limit: MAX_ROWS }, { signal });
  const [labels, values] = columns;
  const sums = new Map<string, number>();
  if (labels?.type.kind !== 'category') return sums;
  for (const [row, code] of labels.values.entries()) {
    const label = Number.isNaN(code) ? undefined : labels.type.labels[code];
    if (label === undefined) continue;
    const value = values?.values[row] ?? 0;
    sums.set(label, (sums.get(label) ?? 0) + (Number.isNaN(value) ? 0 : value));
  }
  return sums;
}
