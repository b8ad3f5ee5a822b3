/** The answers of an empty array of rows: it has no columns, whatever their names will be. */
import type { Measure } from '../grammar/measure';
import { ipcStreams } from '../rows/arrow/arrow-batch';
import { quoteName } from '../sql/sql-tokens';
import type { Database } from './database';
import type { Field, GroupRequest, GroupTable, MeasuredColumn, RequestOptions } from './source';

/** A table needs at least one column. This one is in no result. */
const PLACEHOLDER = 'no columns yet';

export function measuredWithoutColumns(expressions: readonly string[]): MeasuredColumn[] {
  const type = { kind: 'number', integer: false } as const;
  return expressions.map(() => ({ rows: 0, type, extent: null, infinite: 0, nulls: 0 }));
}

/** As in SQL, no rows have no groups; without dimensions, they are one group whose aggregates are 0 or NULL. */
export function groupsWithoutColumns({ dimensions, measures }: GroupRequest): GroupTable {
  const rows = dimensions.length > 0 ? 0 : 1;
  return {
    rows,
    bins: dimensions.map(() => new Float64Array(0)),
    measures: measures.map((measure) => {
      const integer = COUNTS.includes(measure.op);
      return { type: { kind: 'number', integer }, values: new Float64Array(rows).fill(integer ? 0 : NaN) };
    }),
  };
}

const COUNTS: readonly Measure['op'][] = ['count', 'count-of', 'distinct'];

/** An Arrow IPC stream without columns. */
export function streamWithoutColumns(): Uint8Array<ArrayBuffer> {
  const [stream] = ipcStreams({ fields: [], batches: [] }, []);
  return stream!;
}

/** Lets SQL read from the query, as long as it names no column. */
export async function makeTableWithoutColumns(
  name: string,
  database: Database,
  { signal }: Required<RequestOptions>,
): Promise<void> {
  const sql = `CREATE OR REPLACE TABLE ${quoteName(name)} (${quoteName(PLACEHOLDER)} INTEGER)`;
  await database.run(sql, { signal, subject: `query "${name}"`, writes: true });
}

export function withoutPlaceholder(fields: readonly Field[]): readonly Field[] {
  return fields.filter(({ name }) => name !== PLACEHOLDER);
}
