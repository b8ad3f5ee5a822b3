import { LinearScale } from '../scales/linear-scale';
import type { AxisSpec } from './axis-spec';

/** The axis of counts from 0 to the largest; from 0 to 1 if all are 0. */
export function countAxis(largest: number): Omit<AxisSpec, 'title'> {
  return { scale: new LinearScale([0, Math.max(1, largest)], true), isMeasure: true };
}
