import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PikaError } from '../../../src/engine/errors';
import { fileFormat } from '../../../src/engine/source/files/file-format';

test('a Parquet file without its first bytes is damaged, and the advice is not to look at the URL', async () => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 250, 80, 65, 82, 49);
  const errorOf = async (name: string): Promise<PikaError> =>
    fileFormat(new Blob([bytes]), name, null, 'trips').then(
      () => assert.fail('it has no format'),
      (error: unknown) => error as PikaError,
    );
  const { code, detail } = await errorOf('trips.parquet');
  assert.equal(code, 'source/bad-file');
  assert.match(detail.next, /^A Parquet file starts and ends with PAR1.*download or write it again\.$/);
  assert.match((await errorOf('trips.bin')).detail.next, /^Check that the URL/);
});
