/** Parquet pages may have a checksum: the second reader rejects a page whose bytes do not match it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { crc32 as ownCrc32 } from '../../src/engine/rows/parquet/crc32';
import { handmadeParquet } from '../harness/handmade-parquet';
import { fileOf, service, valuesOf } from '../rows/arrow-columns';

const INT32 = 1;
const IDS = new Uint8Array(new Int32Array([7, 8, 9]).buffer);

/** Reads column "id" with the second reader; its page header contains this checksum. */
async function idsWith(name: string, crc?: number): Promise<readonly unknown[]> {
  const chunk = { values: 3, bytes: IDS, ...(crc !== undefined && { crc }) };
  const schema = [{ name: 'id', physical: INT32 }];
  const bytes = handmadeParquet({ schema, topLevel: 1, rowGroups: [{ rows: 3, chunks: [chunk] }] });
  const [column] = await service.columnsFromFile({ ...fileOf(name, 'parquet', bytes), avoid: ['id'] }, ['id']);
  return valuesOf(column!);
}

test('reads pages without a checksum, or with the right one', async () => {
  assert.deepEqual(await idsWith('no checksum'), [7n, 8n, 9n]);
  assert.deepEqual(await idsWith('right checksum', crc32(IDS)), [7n, 8n, 9n]);
});

test('rejects a page with a wrong checksum, and names the column', async () => {
  await assert.rejects(
    idsWith('wrong checksum', crc32(IDS) ^ 1),
    /rows\/unreadable-column\] column "id" of query .* found a damaged page, .* checksum in row group 1 of 1 of file/,
  );
});

test('checksums use all 32 bits', () => {
  for (const text of ['', 'a', '123456789', 'x'.repeat(1000)]) {
    const bytes = new TextEncoder().encode(text);
    assert.equal(ownCrc32(bytes), crc32(bytes));
  }
});
