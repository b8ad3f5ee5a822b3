import type { Axis } from '../frame/axis';
import type { KernelCall, SlotId } from '../frame/recording';
import type { BinsOfView } from '../link/linked-views';
import type { Plan } from '../plan/plan';
import type { CountOptions, Relation } from '../source/source';
import type { Stage } from './stage';

/** Axes and the counts of all rows along them. */
export interface Counted {
  readonly axes: readonly Axis[];
  readonly bins: BinsOfView;
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly largest: number;
}

/** What a count can be stopped by, and what does it where the columns are not resident. */
export interface CountBy {
  readonly signal: AbortSignal;
  readonly bySql: (() => Promise<Uint32Array<ArrayBuffer>>) | null;
}

/** Counts all rows along one or two axes into `out`: by a kernel where the columns are resident, else by SQL. */
export async function countAxes({ backend, conductor }: Stage, axes: readonly Axis[], out: SlotId, { signal, bySql }: CountBy): Promise<Counted> {
  const [x, y] = axes;
  const bins: BinsOfView = y ? [x!.bins, y.bins] : [x!.bins];
  if (bySql) backend.fill(out, await bySql());
  else await conductor.computeFor(signal, y ? { kernel: 'bin2d', x: x!.bins, y: y.bins, clauses: [], out } : { kernel: 'bin1d', x: x!.bins, clauses: [], out } satisfies KernelCall);
  const counts = await backend.read(out);
  return { axes, bins, counts, largest: counts.reduce((a, b) => Math.max(a, b), 0) };
}

/** The same counts from the database. */
export function countBySql(relation: Relation, plan: Plan, axes: readonly Axis[], where: readonly string[], options: CountOptions): Promise<Uint32Array<ArrayBuffer>> {
  return relation.counts(axes.map(({ column, edges }, i) => ({ expression: plan.axes[i]!.expression, type: column.type, edges })), where, options);
}
