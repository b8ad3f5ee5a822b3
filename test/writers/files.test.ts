/** Files by other writers, stored by `write.mjs`: every value equals native DuckDB's in every output. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../src/engine/engine';
import { RowsService } from '../../src/engine/rows/rows-service';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine } from '../harness/node-engine';
import { KNOWN_DIFFERENCES, type KnownDifference } from './known-differences';
import { Native, type NativeColumn } from './native';
import { WAYS } from './ways';

const FILES = new URL('files/', import.meta.url);
const NAMES = readdirSync(FILES).filter((name) => !name.endsWith('.sql'));

describe('files by other writers', () => {
  let database: NodeDatabase;
  let engine: Engine;
  let native: Native;
  const used = new Set<KnownDifference>();
  before(async () => {
    database = await nodeDatabase();
    engine = nodeEngine(database, {
      seams: { source: { database: database.forEngine(), rows: new RowsService(() => import('parquet-wasm/node')) } },
    });
    native = await Native.open();
  });
  after(async () => {
    await engine.dispose();
    database.close();
  });

  for (const [place, file] of NAMES.entries()) {
    it(`${file}: every value as native DuckDB reads it`, async () => {
      const expected = await native.columnsOf(sqlOf(file));
      const query = `file ${place}`;
      const owner = {};
      void engine.define({ name: query, src: new Uint8Array(readFileSync(new URL(file, FILES))) }, owner);
      const differences: string[] = [];
      for (const way of Object.keys(WAYS)) {
        const found = await differencesBy(way, query, expected);
        for (const [i, { name, type }] of expected.entries()) {
          const known = KNOWN_DIFFERENCES.filter(
            ({ files, columns, ways }) => files.test(file) && columns.includes(name) && ways.includes(way),
          );
          for (const one of known) used.add(one);
          if (found[i] === null && known.length > 0)
            differences.push(`${name} by ${way}: no longer differs: remove it from known-differences.ts`);
          if (found[i] !== null && known.length === 0) differences.push(`${name} ${type} by ${way}: ${found[i]}`);
        }
      }
      engine.remove(query, owner);
      if (differences.length > 0) assert.fail(differences.join('\n'));
    });
  }

  it('show every known difference', () => {
    assert.deepEqual(
      KNOWN_DIFFERENCES.filter((known) => !used.has(known)),
      [],
    );
  });

  /** If all columns together fail, tries each alone. */
  async function differencesBy(
    way: string,
    query: string,
    columns: readonly NativeColumn[],
  ): Promise<(string | null)[]> {
    const all = await WAYS[way]!(engine, query, columns).catch(() => null);
    if (all) return all;
    const each: (string | null)[] = [];
    for (const column of columns)
      each.push(await WAYS[way]!(engine, query, [column]).then(([found]) => found ?? null, String));
    return each;
  }
});

/** SQL for a file's content: reads the file itself, or the SQL stored beside it. */
function sqlOf(file: string): string {
  const sql = new URL(file.replace(/\.\w+$/, '.sql'), FILES);
  return existsSync(sql) ? readFileSync(sql, 'utf8') : `FROM read_parquet('${file}')`;
}
