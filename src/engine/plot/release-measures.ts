import type { Aggregation } from './acquire-measures';

/** Releases the columns that kernels aggregate. */
export function releaseMeasures(aggregation: Aggregation | null): void {
  if (aggregation?.by !== 'kernels') return;
  aggregation.distinct?.lease.release();
  for (const { lease, squares, rowNumbers } of aggregation.columns.values()) {
    lease.release();
    squares?.lease.release();
    rowNumbers?.lease.release();
  }
}
