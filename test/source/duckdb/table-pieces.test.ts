/** Expressions over the rows of a table, read in pieces: all rows, or the error of the row that fails. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PikaError } from '../../../src/engine/errors';
import { messagesOf, partsOf } from '../../../src/engine/rows/arrow/ipc-messages';
import { nodeDatabase, type NodeDatabase } from '../../harness/node-database';

const ROWS = 300_000;
/** An answer of more than the megabyte that DuckDB computes before it returns the first row. */
const WIDE = "repeat('x', 100) AS wide";

describe('rows of a table in pieces', () => {
  let database: NodeDatabase;
  before(async () => {
    database = await nodeDatabase();
    const sql = `CREATE TABLE t AS SELECT i, CAST(i AS VARCHAR) AS s FROM range(${ROWS}) t(i)`;
    await database.forEngine().run(sql, { subject: 'a test', writes: true });
  });
  after(() => database.close());

  const rowsOf = async (columns: string): Promise<number> => {
    let rows = 0;
    await database
      .forEngine()
      .readTable(
        { columns, table: 't', rowCount: ROWS, hasRowid: false },
        (stream) => void (rows += partsOf(messagesOf(stream)).rows),
        { subject: 'query "t"' },
      );
    return rows;
  };

  it('have all rows', async () => {
    assert.equal(await rowsOf(`CAST(s AS INTEGER) AS n, ${WIDE}`), ROWS);
  });

  for (const row of [3, 8_191, 122_879, 122_880, 200_000, ROWS - 1])
    it(`fail as row ${row} does`, async () => {
      await assert.rejects(
        rowsOf(`CAST(CASE WHEN i = ${row} THEN 'none' ELSE s END AS INTEGER) AS n, ${WIDE}`),
        (thrown) =>
          thrown instanceof PikaError &&
          thrown.code === 'source/sql' &&
          /Could not convert string 'none'/.test(thrown.message),
      );
    });
});
