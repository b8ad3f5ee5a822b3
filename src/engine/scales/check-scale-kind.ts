import type { ColumnType } from '../columns/column';
import { PikaError } from '../errors';
import type { ScaleSpec } from '../grammar/scale-spec';

const FOUND = { time: 'dates or times', category: 'text or booleans', number: 'numbers' } as const;

/**
 * Numeric scales need numbers, time scales need times, and band and point scales need categories.
 * @throws PikaError `plan/wrong-scale`
 */
export function checkScaleKind(channel: string, { kind }: ScaleSpec, type: ColumnType['kind'], from: string): void {
  const wanted = kind === 'band' || kind === 'point' ? 'category' : kind === 'time' ? 'time' : 'number';
  if (type === wanted) return;
  throw new PikaError('plan/wrong-scale', {
    subject: `the ${kind} scale of ${channel} of the plot from "${from}"`,
    expected: FOUND[wanted],
    found: FOUND[type],
    next: `Leave the scale out, or draw another column on ${channel}.`,
  });
}
