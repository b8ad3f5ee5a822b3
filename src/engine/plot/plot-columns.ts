import type { ColumnLease } from '../columns/column-cache';
import { columnBytes, type ColumnId, type ColumnMeta, type Encoding } from '../columns/column';
import { PikaError, type PikaErrorCode } from '../errors';
import { bytesText } from '../memory/budgets';
import { titleOf } from '../plan/mark';
import type { Plan } from '../plan/plan';
import type { MeasuredColumn, Progress, Relation } from '../source/source';
import { acquireColumns } from './acquire-columns';
import { notesOn } from './notes';
import { placeBySql, placeResident, type PlacedColumn } from './placed-values';
import type { PlotContext } from './plot-context';

/** What a plot is drawn over: its columns in the order of its axes, resident or left where they are. */
export interface PlotColumns {
  readonly columns: readonly Pick<ColumnLease, 'meta' | 'extent'>[];
  readonly leases: readonly ColumnLease[];
  /** Columns are on the backend. Otherwise SQL counts them in the database. */
  readonly resident: boolean;
  /**
   * Why they are not, and how many values can't be drawn, and what to know about how they were read, for the reader of
   * the plot.
   */
  readonly note: string | null;
}

/** The plan's columns on the backend; where they do not fit, the same columns described by the database. */
export async function acquirePlotColumns(
  context: PlotContext,
  relation: Relation,
  plan: Plan,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<PlotColumns> {
  try {
    const leases = await acquireColumns(context, relation, plan, onProgress, signal);
    try {
      const place = (lease: ColumnLease, i: number): Promise<PlacedColumn> =>
        placeResident(context, lease, plan.axes[i]!, signal);
      const columns = await Promise.all(leases.map(place));
      const infinite = leases.map(({ meta }) => meta.infinite ?? 0);
      const note = joined(notDrawnNote(plan, infinite, columns), notesOn(relation, plan, leases));
      return { columns, leases, resident: true, note };
    } catch (thrown) {
      for (const lease of leases) lease.release();
      throw thrown;
    }
  } catch (thrown) {
    if (!isNoRoom(thrown)) throw thrown;
    return measureInstead(context, relation, plan, thrown, signal);
  }
}

export function releasePlotColumns({ leases }: PlotColumns): void {
  for (const lease of leases) lease.release();
}

async function measureInstead(
  { memory, backend }: PlotContext,
  relation: Relation,
  plan: Plan,
  refused: PikaError,
  signal: AbortSignal,
): Promise<PlotColumns> {
  const { axes } = plan;
  try {
    const measured = await relation.measure(
      axes.map(({ expression }) => expression),
      { signal },
    );
    const place = ({ extent, ...column }: MeasuredColumn, i: number): Promise<PlacedColumn> => {
      const axis = axes[i]!;
      const meta = metaOf(column, `${relation.name}:${axis.expression}`);
      return placeBySql(relation, { meta, extent }, axis, signal);
    };
    const columns = await Promise.all(measured.map(place));
    const [wanted, budget] = [
      axes.length * columnBytes(relation.rowCount, 'u32'),
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
    const note = joined(
      `counted by SQL: ${why}`,
      notDrawnNote(
        plan,
        measured.map(({ infinite }) => infinite),
        columns,
      ),
      notesOn(relation, plan, columns),
    );
    return { columns, leases: [], resident: false, note };
  } catch (thrown) {
    // Neither way: what the reader can change first is what failed first.
    throw isNoRoom(thrown) ? refused : thrown;
  }
}

function joined(...notes: readonly (string | null)[]): string | null {
  return notes.filter((note) => note !== null).join('; ') || null;
}

/** How many values lie on no axis: ±infinity, and those without a place on a scale. Null when all do. */
function notDrawnNote(
  { axes }: Plan,
  infinite: readonly number[],
  columns: readonly Pick<PlacedColumn, 'unplaced'>[],
): string | null {
  const some = (count: number, what: string): string[] => (count > 0 ? [`${count.toLocaleString('en')} ${what}`] : []);
  const parts = axes.flatMap((axis, i) => [
    ...some(infinite[i]!, `infinite values of ${titleOf(axis)}`),
    ...some(columns[i]!.unplaced, `values ≤ 0 of ${titleOf(axis)}, which have no place on a log scale`),
  ]);
  return parts.length > 0 ? `not drawn: ${parts.join(', ')}` : null;
}

const DOUBLES: Encoding = { kind: 'float64' };
const CODES: Encoding = { kind: 'u32', origin: 0n, step: 1n };

/** A column without pages: its keys are never compared, its thresholds are. */
function metaOf({ rows, type }: Pick<MeasuredColumn, 'rows' | 'type'>, name: string): ColumnMeta {
  return { id: `${name}#sql` as ColumnId, rows, type, encoding: type.kind === 'category' ? CODES : DOUBLES };
}

const NO_ROOM: readonly PikaErrorCode[] = ['memory/over-budget', 'memory/exhausted', 'gpu/out-of-memory'];

function isNoRoom(thrown: unknown): thrown is PikaError {
  return thrown instanceof PikaError && NO_ROOM.includes(thrown.code);
}
