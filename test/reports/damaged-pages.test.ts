/** Errors about damaged pages do not only quote the decoder: they say what is damaged, and what to do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fileFormat } from '../../src/engine/source/files/file-format';
import { handmadeParquet } from '../harness/handmade-parquet';
import { fileOf, service, valuesOf } from '../rows/arrow-columns';

const INT32 = 1;
const NONSENSE = Uint8Array.of(12, 1, 2, 3, 4, 5, 6, 7);

for (const [codec, name] of [
  [1, 'SNAPPY'],
  [6, 'ZSTD'],
] as const) {
  test(`the error of a page that ${name} can't decompress names its column, row group and file`, async () => {
    const chunk = { values: 2, bytes: NONSENSE, codec };
    const schema = [{ name: 'id', physical: INT32 }];
    const bytes = handmadeParquet({ schema, topLevel: 1, rowGroups: [{ rows: 2, chunks: [chunk] }] });
    await assert.rejects(
      service.columnsFromFile({ ...fileOf('broken', 'parquet', bytes), avoid: ['id'] }, ['id']),
      new RegExp(
        `column "id" of query "broken": expected values that can be read, found a page compressed by ${name}, ` +
          'damaged or in an unsupported form \\(the decoder says: .+\\) in row group 1 of 1 of file "broken.parquet"\\. Select the other columns',
      ),
    );
  });
}

test('rejects a GZIP page with a wrong checksum, or that is not gzip', async () => {
  const ids = new Uint8Array(new Int32Array([7, 8, 9, 10, 11, 12, 13, 14]).buffer);
  const whole = new Uint8Array(gzipSync(ids));
  const idsOf = async (packed: Uint8Array): Promise<readonly unknown[]> => {
    const chunk = { values: 8, bytes: packed, unpackedBytes: ids.length, codec: 2 };
    const schema = [{ name: 'id', physical: INT32 }];
    const bytes = handmadeParquet({ schema, topLevel: 1, rowGroups: [{ rows: 8, chunks: [chunk] }] });
    const file = { ...fileOf('gzipped', 'parquet', bytes), avoid: ['id'] };
    return valuesOf((await service.columnsFromFile(file, ['id']))[0]!);
  };
  assert.deepEqual(await idsOf(whole), [7n, 8n, 9n, 10n, 11n, 12n, 13n, 14n]);
  const wrong = whole.slice();
  wrong[wrong.length - 8]! ^= 1;
  for (const packed of [wrong, ids.slice()])
    await assert.rejects(idsOf(packed), /column "id".* found .*GZIP.* row group 1/);
});

test('rejects an LZ4 page that decompresses to fewer bytes than its header declares', async () => {
  const literals = Uint8Array.of(0x40, 7, 0, 0, 0);
  const chunk = { values: 2, bytes: literals, unpackedBytes: 8, codec: 7 };
  const schema = [{ name: 'id', physical: INT32 }];
  const bytes = handmadeParquet({ schema, topLevel: 1, rowGroups: [{ rows: 2, chunks: [chunk] }] });
  const file = { ...fileOf('short', 'parquet', bytes), avoid: ['id'] };
  await assert.rejects(
    service.columnsFromFile(file, ['id']),
    /found a page compressed by LZ4_RAW, damaged.* 4 bytes of LZ4 data instead of the 8 declared/,
  );
});

test('rejects a Zstandard or zip file, and explains how to unpack it', async () => {
  const zstd = new Blob([Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0)]);
  await assert.rejects(
    fileFormat(zstd, 'a.csv.zst', null, 'q'),
    /found a file compressed by Zstandard.*Decompress it \(zstd -d\)/,
  );
  const zip = new Blob(['PK\x03\x04rest']);
  await assert.rejects(fileFormat(zip, 'a.zip', null, 'q'), /found a zip archive\. Unpack it/);
});
