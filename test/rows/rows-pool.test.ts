/// <reference types="node" />
/** A large file read by several readers: together they return what one of them returns. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tableFromArrays, tableToIPC } from '@uwdata/flechette';
import * as parquet from 'parquet-wasm/node';
import { PikaError } from '../../src/engine/errors';
import type { FileRef } from '../../src/engine/rows/rows';
import { RowsPool } from '../../src/engine/rows/rows-pool';
import { RowsService } from '../../src/engine/rows/rows-service';
import { VirtualClock } from '../../src/testing/virtual-clock';
import { fileOf, service } from './arrow-columns';

const ROWS = 3_000_000;
const NAMES = ['a', 'b', 'c'];

function written(rows: number): FileRef {
  const table = tableFromArrays(
    Object.fromEntries(
      NAMES.map((name, c) => [name, Int32Array.from({ length: rows }, (_, i) => (i * (c + 7)) % 1000)]),
    ),
  );
  const ipc = tableToIPC(table, { format: 'stream' })!;
  return fileOf('q', 'parquet', parquet.writeParquet(parquet.Table.fromIPCStream(ipc)) as Uint8Array<ArrayBuffer>);
}

/** A pool of real readers, and the columns that each was asked for. */
function setUp(most: number): {
  readonly pool: RowsPool;
  readonly asked: string[];
  readonly clock: VirtualClock;
  readonly disposed: () => number;
} {
  const asked: string[] = [];
  const clock = new VirtualClock();
  let disposed = 0;
  const start = (): RowsService => {
    const reader = new RowsService(() => import('parquet-wasm/node'));
    const read = reader.columnsFromFile.bind(reader);
    reader.columnsFromFile = (file, names, options) => {
      asked.push(names.join());
      return read(file, names, options);
    };
    return Object.assign(reader, { dispose: () => disposed++ });
  };
  return { pool: new RowsPool(start, most, clock), asked, clock, disposed: () => disposed };
}

describe('a pool of readers', () => {
  const large = written(ROWS);

  it('reads some columns of a large file in each, in the order requested', async () => {
    const { pool, asked } = setUp(2);
    await pool.openFile(large);
    const steps: number[] = [];
    const columns = await pool.columnsFromFile(large, ['c', 'a', 'b'], { onProgress: (done) => steps.push(done) });
    assert.deepEqual(columns, await service.columnsFromFile(large, ['c', 'a', 'b']));
    assert.deepEqual(asked, ['c,a', 'b']);
    assert.equal(steps.at(-1), ROWS);
    assert.deepEqual(
      steps,
      [...steps].sort((a, b) => a - b),
    );
  });

  it('reads a small file, a single column and a repeated one in the first', async () => {
    const { pool, asked } = setUp(4);
    const small = written(1000);
    for (const [file, names] of [
      [small, ['a', 'b']],
      [large, ['a']],
      [large, ['a', 'b', 'a']],
    ] as const) {
      await pool.openFile(file);
      const columns = await pool.columnsFromFile(file, names);
      assert.equal(columns.length, names.length);
    }
    assert.deepEqual(asked, ['a,b', 'a', 'a,b,a']);
  });

  it('ends the others when nothing is read for a while, and starts them again', async () => {
    const { pool, clock, disposed } = setUp(3);
    await pool.openFile(large);
    await pool.columnsFromFile(large, ['a', 'b', 'c']);
    await clock.advance(4000);
    await pool.columnsFromFile(large, ['a', 'b', 'c']);
    await clock.advance(4000);
    assert.equal(disposed(), 0);
    await clock.advance(1000);
    assert.equal(disposed(), 1, 'the first stays');
    assert.equal((await pool.columnsFromFile(large, ['a', 'b', 'c'])).length, 3);
    pool.dispose();
    assert.equal(disposed(), 3);
  });

  it('fails with the error of the reader that failed, and aborts the others', async () => {
    const { pool } = setUp(2);
    await pool.openFile(large);
    const stop = new AbortController();
    const reading = pool.columnsFromFile(large, NAMES, { signal: stop.signal, onProgress: () => stop.abort() });
    await assert.rejects(reading, (thrown) => thrown instanceof PikaError && thrown.code === 'source/aborted');
    // It can be read again.
    assert.equal((await pool.columnsFromFile(large, NAMES)).length, 3);
  });
});
