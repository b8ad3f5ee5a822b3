import type { ColumnType } from '../columns/column';
import { PikaError } from '../errors';
import type { Relation, RequestOptions } from '../source/source';

/**
 * The type of an expression over a relation. Null if no plot can read it as a column (a TIME has an hour, for example,
 * and a list has a number of distinct values), or if its SQL is wrong, which fails again when the column is loaded.
 */
export async function expressionType(
  relation: Relation,
  expression: string,
  options: RequestOptions,
): Promise<ColumnType | null> {
  try {
    const { columns } = await relation.table({ expressions: [expression], where: [], limit: 1 }, options);
    return columns[0]!.type;
  } catch (thrown) {
    if (thrown instanceof PikaError && (thrown.code === 'rows/unsupported-type' || thrown.code === 'source/sql'))
      return null;
    throw thrown;
  }
}
