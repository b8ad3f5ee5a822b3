import assert from 'node:assert/strict';
import { it } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { parseClauses } from '../../src/engine/grammar/parse-clauses';
import { clauseSql } from '../../src/engine/sql/clause-sql';

it('selects labels with quotes and NULs', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`CREATE TABLE t AS SELECT unnest(['it''s', 'a' || chr(0) || 'b', 'a', 'b']) AS c`);
  const range = { channel: 'x', expression: 'c', kind: 'category', lo: 0, hi: 2 } as const;
  for (const [labels, expected] of [
    [['a\0b'], 1],
    [["it's", 'a\0b'], 2],
    [['a'], 1],
  ] as const) {
    const condition = clauseSql({ version: 2, kind: 'interval', from: 't', ranges: [{ ...range, labels }] });
    const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM t WHERE ${condition}`);
    assert.equal(reader.getRows()[0]![0], expected, JSON.stringify(labels));
  }
  connection.closeSync();
});

it('lists the keys of rows, however many, but not the bins of plots', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('CREATE TABLE t AS SELECT i / 2 AS half FROM range(40000) r(i)');
  const box = (channel: 'x' | 'key', lo: number) =>
    [{ channel, expression: 'half', kind: 'integer', lo, hi: lo + 1, ticks: [String(lo), String(lo + 1)] }] as const;
  for (const [channel, perKey] of [
    ['key', 1],
    ['x', 2],
  ] as const) {
    const count = channel === 'key' ? 10_000 : 100;
    const boxes = Array.from({ length: count }, (_, lo) => box(channel, lo));
    const condition = clauseSql({ version: 2, kind: 'points', from: 't', boxes });
    const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM t WHERE ${condition}`);
    assert.equal(reader.getRows()[0]![0], count * perKey, channel);
  }
  connection.closeSync();
});

it('selects NULL and empty labels, in one box or in several', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`CREATE TABLE t AS SELECT unnest(['', 'a', 'a', 'b', NULL, NULL, NULL]) AS c`);
  const range = { channel: 'color', expression: 'c', kind: 'category', lo: 0, hi: 2 } as const;
  for (const [labels, expected] of [
    [[null], 3],
    [[''], 1],
    [['a', null], 5],
    [['a', '', 'b'], 4],
    [[], 0],
  ] as const) {
    const boxes = labels.map((label) => [{ ...range, labels: [label] }]);
    for (const clause of [
      { version: 2, kind: 'interval', from: 't', ranges: [{ ...range, labels }] },
      { version: 2, kind: 'points', from: 't', boxes },
    ] as const) {
      assert.deepEqual(parseClauses(JSON.parse(JSON.stringify([clause]))), [clause]);
      const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM t WHERE ${clauseSql(clause)}`);
      assert.equal(reader.getRows()[0]![0], expected, JSON.stringify(clause));
    }
  }
  connection.closeSync();
});
