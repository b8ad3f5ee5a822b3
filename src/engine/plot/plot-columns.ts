import type { ColumnLease } from '../columns/column-cache';
import { columnBytes, type ColumnId, type ColumnMeta, type Encoding } from '../columns/column';
import { PikaError, type PikaErrorCode } from '../errors';
import { bytesText } from '../memory/budgets';
import { titleOf } from '../plan/mark';
import type { Plan } from '../plan/plan';
import type { MeasuredColumn, Progress, Relation } from '../source/source';
import { acquireColumns } from './acquire-columns';
import { notesOn } from './notes';
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
    return {
      columns: leases,
      leases,
      resident: true,
      note: joined(
        infiniteNote(
          plan,
          leases.map(({ meta }) => meta.infinite ?? 0),
        ),
        notesOn(relation, plan, leases),
      ),
    };
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
    const columns = measured.map((column, i) => ({
      meta: metaOf(column, `${relation.name}:${axes[i]!.expression}`),
      extent: column.extent,
    }));
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
      infiniteNote(
        plan,
        measured.map(({ infinite }) => infinite),
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

/** ±infinity lies on no axis: the plot says how many values it leaves out. Null when there are none. */
function infiniteNote({ axes }: Plan, infinite: readonly number[]): string | null {
  const parts = axes.flatMap((axis, i) =>
    infinite[i]! > 0 ? [`${infinite[i]!.toLocaleString('en')} infinite values of ${titleOf(axis)}`] : [],
  );
  return parts.length > 0 ? `not drawn: ${parts.join(', ')}` : null;
}

const DOUBLES: Encoding = { kind: 'float64' };
const CODES: Encoding = { kind: 'u32', origin: 0n, step: 1n };

/** A column without pages: its keys are never compared, its thresholds are. */
function metaOf({ rows, type }: MeasuredColumn, name: string): ColumnMeta {
  return { id: `${name}#sql` as ColumnId, rows, type, encoding: type.kind === 'category' ? CODES : DOUBLES };
}

const NO_ROOM: readonly PikaErrorCode[] = ['memory/over-budget', 'memory/exhausted', 'gpu/out-of-memory'];

function isNoRoom(thrown: unknown): thrown is PikaError {
  return thrown instanceof PikaError && NO_ROOM.includes(thrown.code);
}
