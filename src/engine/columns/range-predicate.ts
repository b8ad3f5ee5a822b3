import type { ColumnType } from './column';
import type { Key } from './keys';

/**
 * Rows with lo ≤ value < hi, said in words that any holder of the rows understands: an expression, and thresholds in the ticks of its
 * type, with every bit. What a range clause is to resident columns.
 */
export interface RangePredicate {
  readonly expression: string;
  readonly type: ColumnType;
  readonly lo: Key;
  readonly hi: Key;
}
