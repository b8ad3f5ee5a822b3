import type { ColumnType } from '../columns/column';
import { PikaError } from '../errors';
import type { Relation, RequestOptions } from '../source/source';

/**
 * The type of an expression over a relation. Null if no plot can read it as a column: a TIME or a list, for example, of
 * which a plot can still show the hour or the number of distinct values. Also null if its SQL is wrong: loading the
 * column reports that.
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
