/** The advice on BLOBs in errors and docs/types.md works: decode(c) for text, octet_length(c) for length. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { objectsOf } from '../../src/engine/rows/values/objects';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';

let page: NodeCatalog;
before(async () => {
  page = await nodeCatalog();
});
after(() => page.close());

const TABLE = "(SELECT 'a\\xC3\\xA9'::BLOB AS c)";

test('decode(c) returns the text of a BLOB, octet_length(c) its number of bytes', async () => {
  const sql = `SELECT decode(c) AS text, octet_length(c)::INTEGER AS bytes FROM ${TABLE}`;
  assert.deepEqual(objectsOf(await page.catalog.sql(sql)), [{ text: 'aé', bytes: 3 }]);
});

test('the error of a function that accepts no BLOB recommends both, as the documents do', async () => {
  for (const call of ['length(c)', 'lower(c)', 'c + 1']) {
    await assert.rejects(
      page.catalog.sql(`SELECT ${call} FROM ${TABLE}`),
      /source\/sql\].*contains text.*write decode\(column\).*number of bytes, write octet_length\(column\)/,
    );
  }
  const text = readFileSync(new URL('../../docs/types.md', import.meta.url), 'utf8');
  // In the short table and above the long one.
  assert.equal(text.match(/BLOB[^|\n]*`decode\(c\)`[^|\n]*`octet_length\(c\)`/g)?.length, 2);
});

test('numbers years BC in a TIMESTAMPTZ as in a TIMESTAMP: 0 is 1 BC', async () => {
  const sql = `SELECT year(t)::INTEGER AS plain, year(t::TIMESTAMPTZ)::INTEGER AS zoned
    FROM (SELECT TIMESTAMP '0044-03-15 (BC) 00:00:00' AS t UNION ALL SELECT TIMESTAMP '0001-01-01 (BC) 00:00:00') ORDER BY 1`;
  assert.deepEqual(objectsOf(await page.catalog.sql(sql)), [
    { plain: -43, zoned: -43 },
    { plain: 0, zoned: 0 },
  ]);
});
