/** The second Parquet reader in the bundle: reads a file with a column that only it supports. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { openBrowser } from '../pages/page.mjs';

const browser = await openBrowser();
after(() => browser.close());

/** Delta-packed unsigned integers beyond 2³¹, for which parquet-wasm is never used. */
async function fileOf(sql) {
  const folder = mkdtempSync(join(tmpdir(), 'pika-second-reader-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (${sql}) TO '${folder}/t.parquet' (FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd)`);
  connection.closeSync();
  const bytes = readFileSync(`${folder}/t.parquet`);
  rmSync(folder, { recursive: true });
  return bytes;
}

test('reads every value of a column that needs it', async () => {
  const bytes = await fileOf('SELECT range::INTEGER AS i, (4294967295 - range)::UINTEGER AS u FROM range(3000)');
  const page = await browser.open('examples/01-hello.html');
  const rows = await page.evaluate(async (base64) => {
    const query = document.createElement('pika-query');
    query.name = 'second';
    query.src = new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], 'second.parquet');
    document.body.append(query);
    return (await query.toArray()).map(({ i, u }) => [Number(i), Number(u)]);
  }, bytes.toString('base64'));
  assert.deepEqual(
    rows,
    Array.from({ length: 3000 }, (_, i) => [i, 4294967295 - i]),
  );
  assert.deepEqual(page.errors, []);
  await page.context().close();
});
