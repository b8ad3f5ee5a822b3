import type { ColumnLease } from '../columns/column-cache';
import { columnBytes, type ColumnId, type ColumnMeta, type Encoding } from '../columns/column';
import type { PikaError } from '../errors';
import { mapChannels, mapChannelsAsync, type ByChannel, type ChannelName } from '../grammar/channel-name';
import { bytesText } from '../memory/budgets';
import { OnDemand } from '../on-demand';
import { withTypes, type LayerPlan, type PlannedColumn } from '../plan/plan';
import type { MeasuredColumn, Progress, Relation } from '../source/source';
import { acquireColumns } from './acquire-columns';
import type { Aggregation } from './acquire-measures';
import { columnsNotDrawn } from './notes/columns-not-drawn';
import { includesNull } from '../plan/includes-null';
import { withKeyedNulls } from './keyed-nulls';
import { isNoRoom } from './no-room';
import { infiniteInMeasures } from './notes/infinite-in-measures';
import { mayHaveNotes } from './notes/may-have-notes';
import { labelOrder } from '../grammar/scale-spec';
import type { Slots } from '../scales/binned-axis';
import { shownAs } from '../scales/presentation';
import { orderedType } from './ordered-source';
import { placeBySql, placeResident, type PlacedColumn } from './placed-values';
import type { PlotContext } from './plot-context';
import { releaseMeasures } from './release-measures';
import { valueSpacing } from './value-spacing';

const COLUMN_NOTES = new OnDemand('the code of notes on columns', () => import('./notes/column-notes'));
const MEASURES = new OnDemand('the code that aggregates groups', () => import('./acquire-measures'));

/** The columns of a plot's plan, resident or left in the database. */
export interface PlotColumns {
  readonly columns: ByChannel<PlotColumn>;
  /** Columns are on the backend. Otherwise SQL counts them in the database. */
  readonly resident: boolean;
  /** Why columns stay in the database; null if they are resident. */
  readonly notResident: string | null;
  /** For the user of the plot: why SQL counts, and how the columns were read. */
  readonly notes: readonly string[];
  /** For the user of the plot: how many values of all rows can't be drawn. */
  readonly notDrawn: readonly string[];
  /** What aggregates the layer's groups; null without groups. */
  readonly aggregation: Aggregation | null;
}

export interface PlotColumn extends PlacedColumn {
  /** How many values are ±infinity. */
  readonly infinite: number;
  /** How many rows have no value. */
  readonly nulls: number;
  /** The distance between values, if shapes are drawn around them; else null. See {@link valueSpacing}. */
  readonly spacing: number | null;
  /** Null if the column stays in the database. */
  readonly lease: ColumnLease | null;
}

/** Loads the plan's columns onto the backend; if they do not fit, the database measures them instead. */
export async function acquirePlotColumns(
  context: PlotContext,
  relation: Relation,
  plan: LayerPlan,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<PlotColumns> {
  try {
    const leases = new Map(await acquireColumns(context, relation, plan, onProgress, signal));
    let aggregation: Aggregation | null = null;
    try {
      const typed = withTypes(
        plan,
        mapChannels(leases, ({ meta }) => meta.type),
      );
      const columns = await mapChannelsAsync(leases, async (lease, channel): Promise<PlotColumn> => {
        const placed = await placeResident(context, lease, plan.columns.get(channel)!, signal);
        const spacing = await valueSpacing(context, relation, typed, channel, placed, signal);
        const { infinite = 0, nulls = 0 } = lease.meta;
        return { ...shown(placed, plan, channel), infinite, nulls, spacing, lease };
      });
      if (plan.route === 'groups') {
        const { acquireMeasures } = await MEASURES.load();
        aggregation = await acquireMeasures(context, relation, [...plan.measures.values()], onProgress, signal);
      }
      if (aggregation?.by === 'kernels') await keyNulls(context, relation, plan, leases, onProgress, signal);
      return {
        columns: mapChannels(columns, (column, channel) => onLease(column, leases.get(channel)!)),
        resident: true,
        notResident: null,
        notes: found(await notesOn(relation, plan, columns), slowNote(aggregation, relation)),
        notDrawn: found(columnsNotDrawn(typed, columns), await infiniteInMeasures(relation, plan, aggregation, signal)),
        aggregation,
      };
    } catch (thrown) {
      for (const lease of leases.values()) lease.release();
      releaseMeasures(aggregation);
      throw thrown;
    }
  } catch (thrown) {
    if (!isNoRoom(thrown)) throw thrown;
    return measureInstead(context, relation, plan, thrown, signal);
  }
}

/** Gives NULL a key in the columns whose rows without a value are a group, as far as they fit into memory. */
async function keyNulls(
  context: PlotContext,
  relation: Relation,
  { dimensions, columns }: LayerPlan,
  leases: Map<ChannelName, ColumnLease>,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const { channel } of dimensions) {
    if (!includesNull(channel)) continue;
    const { expression } = columns.get(channel)!;
    try {
      const lease = leases.get(channel)!;
      leases.set(channel, await withKeyedNulls(context, relation, expression, lease, onProgress, signal));
    } catch (thrown) {
      if (signal.aborted || !isNoRoom(thrown)) throw thrown;
    }
  }
}

/** The same values, on another lease. */
function onLease(column: PlotColumn, lease: ColumnLease): PlotColumn {
  return column.lease === lease ? column : { ...column, lease, meta: { ...lease.meta, type: column.meta.type } };
}

/**
 * The extent of a column's values, with the slots of the first and last one if they have slots; null without values.
 */
export function shownExtent({ extent }: PlotColumn, slots: Slots | null): PlotColumn['extent'] {
  return extent && slots ? [extent[0] - slots.spacing / 2, extent[1] + slots.spacing / 2] : extent;
}

export function releasePlotColumns({ columns, aggregation }: PlotColumns): void {
  for (const { lease } of columns.values()) lease?.release();
  releaseMeasures(aggregation);
}

async function measureInstead(
  { memory, backend }: PlotContext,
  relation: Relation,
  plan: LayerPlan,
  refused: PikaError,
  signal: AbortSignal,
): Promise<PlotColumns> {
  try {
    const measured = await measureColumns(relation, plan, signal);
    const columns = await mapChannelsAsync(measured, async ({ extent, infinite, nulls, ...column }, channel) => {
      const planned = plan.columns.get(channel)!;
      const meta = metaOf(column, planned, relation.name);
      const placed = await placeBySql(relation, { meta, extent }, planned, signal);
      return { ...shown(placed, plan, channel), infinite, nulls, spacing: null, lease: null };
    });
    const [wanted, budget] = [
      columns.size * columnBytes(relation.rowCount, 'u32'),
      memory.budgetBytes(backend.memoryKind),
    ];
    const why =
      refused.code === 'gpu/out-of-memory'
        ? 'the GPU has no memory left'
        : refused.code === 'memory/exhausted'
          ? 'the browser has no memory left'
          : wanted > budget
            ? `${bytesText(wanted)} of columns do not fit in ${bytesText(budget)}`
            : `${bytesText(wanted)} of columns do not fit beside the others in ${bytesText(budget)}`;
    const aggregation = plan.route === 'groups' ? ({ by: 'sql', because: why } as const) : null;
    const typed = withTypes(
      plan,
      mapChannels(columns, ({ meta }) => meta.type),
    );
    return {
      columns,
      resident: false,
      notResident: why,
      notes: found(`counted by SQL: ${why}`, await notesOn(relation, plan, columns)),
      notDrawn: found(columnsNotDrawn(typed, columns), await infiniteInMeasures(relation, plan, aggregation, signal)),
      aggregation,
    };
  } catch (thrown) {
    // Both failed for lack of memory; report the first error, on which the author can act.
    throw isNoRoom(thrown) ? refused : thrown;
  }
}

/** Notes for the user on the plot's columns; null if there are none. */
async function notesOn(relation: Relation, plan: LayerPlan, columns: PlotColumns['columns']): Promise<string | null> {
  return mayHaveNotes(relation, plan, columns)
    ? (await COLUMN_NOTES.load()).columnNotes(relation, plan, columns)
    : null;
}

function shown(placed: PlacedColumn, { show }: LayerPlan, channel: ChannelName): PlacedColumn {
  return { ...placed, meta: { ...placed.meta, type: shownAs(placed.meta.type, show(channel)) } };
}

/** One query measures all columns. */
async function measureColumns(
  relation: Relation,
  { columns }: LayerPlan,
  signal: AbortSignal,
): Promise<ByChannel<MeasuredColumn>> {
  const measured = await relation.measure(
    [...columns.values()].map(({ expression }) => expression),
    { signal },
  );
  return new Map([...columns.keys()].map((channel, i) => [channel, measured[i]!]));
}

/** With this many rows, the database takes longer than users expect while they brush. */
const MANY_ROWS = 1_000_000;

function slowNote(aggregation: Aggregation | null, { rowCount }: Relation): string | null {
  return aggregation?.by === 'sql' && rowCount >= MANY_ROWS ? `grouped by SQL: ${aggregation.because}` : null;
}

function found(...notes: readonly (string | null)[]): readonly string[] {
  return notes.filter((note) => note !== null);
}

const DOUBLES: Encoding = { kind: 'float64' };
const CODES: Encoding = { kind: 'u32', origin: 0n, step: 1n };

/** A column without pages. SQL compares its values with thresholds; no kernel compares its keys. */
function metaOf(
  { rows, type }: Pick<MeasuredColumn, 'rows' | 'type'>,
  { expression, scale }: PlannedColumn,
  query: string,
): ColumnMeta {
  const id = `${query}:${expression}#sql` as ColumnId;
  const encoding = type.kind === 'category' ? CODES : DOUBLES;
  const order = labelOrder(scale);
  return { id, rows, type: order ? orderedType(type, order) : type, encoding };
}
