/** docs/types.md is correct and complete: each row is tested, and each tested type has a row. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import type { Engine } from '../../src/engine/engine';
import { RowsService } from '../../src/engine/rows/rows-service';
import type { QueryDefinition } from '../../src/engine/source/source';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine } from '../harness/node-engine';
import { TYPE_SAMPLES, type TypeSample } from './type-samples';

interface TableRow {
  readonly source: string;
  readonly type: string;
  readonly ours: string;
  readonly drawn: string;
  readonly value: string;
}

const TABLE = readFileSync(new URL('../../docs/types.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| (Parquet|Arrow|CSV|JSON|SQL) \|/.test(line))
  .map((line): TableRow => {
    const [source, type, ours, drawn, value] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1'));
    return { source: source!, type: type!, ours: ours!, drawn: drawn!, value: value! };
  });

describe('docs/types.md', () => {
  let database: NodeDatabase;
  let engine: Engine;
  before(async () => {
    database = await nodeDatabase();
    engine = nodeEngine(database, {
      seams: { source: { database: database.forEngine(), rows: new RowsService(() => import('parquet-wasm/node')) } },
    });
  });
  after(async () => {
    await engine.dispose();
    database.close();
  });

  it('has one row for each tested type', () => {
    const tried = Object.entries(TYPE_SAMPLES).flatMap(([source, types]) =>
      Object.keys(types).map((type) => `${source} ${type}`),
    );
    assert.deepEqual(
      TABLE.map(({ source, type }) => `${source} ${type}`),
      tried,
    );
  });

  for (const [source, types] of Object.entries(TYPE_SAMPLES)) {
    it(`${source}: each row is correct`, async () => {
      const expected = TABLE.filter((row) => row.source === source);
      const found: TableRow[] = [];
      for (const [type, sample] of Object.entries(types)) {
        const drawn = expected.find((row) => row.type === type)?.drawn ?? '';
        found.push({
          source,
          type,
          ...(await tried(sample, `${source} ${type}`, drawn).catch((thrown: unknown) => ({
            ours: String(thrown),
            drawn: '',
            value: '',
          }))),
        });
      }
      assert.deepEqual(found.map(lineOf), expected.map(lineOf));
    });
  }

  async function tried(
    sample: TypeSample,
    query: string,
    drawn: string,
  ): Promise<Pick<TableRow, 'ours' | 'drawn' | 'value'>> {
    const owner = {};
    const name = 'file' in sample ? sample.column : 'c';
    void engine.define(definitionOf(sample, query), owner);
    const relation = await engine.open(query);
    const ours = relation.fields.find((field) => field.name === name)!.sqlType;
    const rows = await engine.results.toArray(query, { columns: [name] });
    const kind = await relation.columns([name]).then(
      ([column]) =>
        column!.type.kind === 'number' ? (column!.type.integer ? 'integer' : 'number') : column!.type.kind,
      // Not drawn: the table names the SQL that the error recommends.
      (thrown: unknown) =>
        thrown instanceof PikaError &&
        /^no: `/.test(drawn) &&
        thrown.message.includes(drawn.slice(5, -1).replace(/\bc\b/g, name))
          ? drawn
          : String(thrown),
    );
    const values = rows.map((row) => row[name]).filter((value) => value !== null);
    engine.remove(query, owner);
    return {
      ours,
      drawn: kind,
      value: values.length === 0 ? 'null' : [...new Set(values.map(javascriptType))].join(', '),
    };
  }
});

function definitionOf(sample: TypeSample, name: string): QueryDefinition {
  if ('sql' in sample) return { name, sql: sample.sql };
  if ('text' in sample)
    return {
      name,
      src: new TextEncoder().encode(sample.text),
      read: { format: sample.text.startsWith('[') ? 'json' : 'csv' },
    };
  return { name, src: new Uint8Array(readFileSync(new URL(`files/${sample.file}`, import.meta.url))) };
}

function javascriptType(value: unknown): string {
  return typeof value === 'object' && value !== null && value.constructor !== Object
    ? value.constructor.name
    : typeof value;
}

function lineOf({ source, type, ours, drawn, value }: TableRow): string {
  return `| ${source} | ${type} | ${ours} | ${drawn} | ${value} |`;
}
