import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { doubleLiteral, integerLiteral, textLiteral, timestampLiteral } from '../../src/engine/sql/literals';

/** Native DuckDB reads each literal back as the same value. */
describe('SQL literals', () => {
  let connection: DuckDBConnection;
  before(async () => void (connection = await (await DuckDBInstance.create(':memory:')).connect()));
  after(() => connection.closeSync());

  async function read(sql: string): Promise<unknown> {
    const reader = await connection.runAndReadAll(`SELECT ${sql}`);
    return reader.getRows()[0]![0];
  }

  for (const text of ['', "it's", "''", 'a\0b', '\0', "\0'", '-- no comment', '$x', 'é\n\t\\'])
    it(`writes the text ${JSON.stringify(text)}`, async () => {
      assert.equal(await read(textLiteral(text)), text);
    });

  for (const value of [0, -0, 1, -1, 0.1, 5e-324, -1.7976931348623157e308, Infinity, -Infinity, NaN, 2 ** 63])
    it(`writes the double ${Object.is(value, -0) ? '-0' : value}`, async () => {
      const found = await read(doubleLiteral(value));
      assert.ok(Object.is(found, value), String(found));
      assert.equal(await read(`typeof(${doubleLiteral(value)})`), 'DOUBLE');
    });

  for (const value of [0n, -1n, 2n ** 31n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n, -(2n ** 127n), 2n ** 128n - 1n])
    it(`writes the integer ${value}`, async () => {
      assert.equal(await read(`(${integerLiteral(value)})::VARCHAR`), String(value));
      assert.equal(await read(`(7-${integerLiteral(value)}::DOUBLE)`), 7 - Number(value));
    });

  it('returns null for integers beyond 128 bits', () => {
    assert.equal(integerLiteral(2n ** 128n), null);
    assert.equal(integerLiteral(-(2n ** 127n) - 1n), null);
  });

  it('writes times in milliseconds, also before 1970', async () => {
    const ms = Date.UTC(1969, 6, 20, 20, 17, 40, 123);
    assert.equal(await read(`epoch_ms(${timestampLiteral(ms)})::VARCHAR`), String(ms));
  });
});
