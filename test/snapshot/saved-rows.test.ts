import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { saveQuery } from '../../src/engine/snapshot/save-query';
import type { Field } from '../../src/engine/source/source';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';

/** Rows of each type that are saved and read back have the same values and type, except for types that Arrow lacks. */
const READ_AS: Readonly<Record<string, string>> = {
  HUGEINT: 'DECIMAL(38,0)',
  UUID: 'VARCHAR',
  "ENUM('b', 'a')": 'VARCHAR',
  BIT: 'VARCHAR',
  'STRUCT(a INTEGER, b VARCHAR)': 'STRUCT("a" INTEGER, "b" VARCHAR)',
};

const SMALL_DOUBLES = ["'NaN'", "'-0'", "'1e-40'", "'inf'", '0.1', 'NULL'];
const TYPES: readonly (readonly [type: string, form: 'parquet' | 'arrow', values: readonly string[]])[] = [
  ['BOOLEAN', 'parquet', ['true', 'false', 'NULL']],
  ['TINYINT', 'parquet', ['-128', '127', 'NULL']],
  ['UTINYINT', 'parquet', ['0', '255']],
  ['SMALLINT', 'parquet', ['-32768', '32767']],
  ['USMALLINT', 'parquet', ['0', '65535']],
  ['INTEGER', 'parquet', ['-2147483648', '2147483647']],
  ['UINTEGER', 'parquet', ['0', '4294967295']],
  ['BIGINT', 'parquet', ['-9223372036854775808', '9223372036854775807', 'NULL']],
  ['UBIGINT', 'parquet', ['0', '18446744073709551615']],
  ['FLOAT', 'parquet', SMALL_DOUBLES],
  ['DOUBLE', 'parquet', [...SMALL_DOUBLES, "'1e-320'", "'1.7976931348623157e308'"]],
  ['DECIMAL(4,1)', 'parquet', ['-999.9', '0.1', 'NULL']],
  ['DECIMAL(18,3)', 'parquet', ['-999999999999999.999', '0.001']],
  ['DECIMAL(38,10)', 'parquet', ["'-9999999999999999999999999999.9999999999'", "'0.0000000001'"]],
  ['VARCHAR', 'parquet', ["''", `'a "quoted", line' || chr(10)`, "'中文'", 'chr(0)', 'NULL']],
  ['DATE', 'parquet', ["'1582-10-15'", "'9999-12-31'", "'-infinity'", 'NULL']],
  ['TIMESTAMP', 'parquet', ["'1582-10-15 00:00:00.000001'", "'294246-01-01 00:00:00'", "'infinity'", 'NULL']],
  ['TIMESTAMP_S', 'arrow', ["'1969-12-31 23:59:59'", 'NULL']],
  ['TIMESTAMP_MS', 'arrow', ["'1969-12-31 23:59:59.999'"]],
  ['TIMESTAMP_NS', 'arrow', ["'1969-12-31 23:59:59.999999999'"]],
  ['TIMESTAMP WITH TIME ZONE', 'arrow', ["'1969-12-31 23:59:59.999999+00'"]],
  ['TIME', 'arrow', ["'23:59:59.999999'"]],
  ['HUGEINT', 'arrow', ["'99999999999999999999999999999999999999'", "'-1'"]],
  ['BLOB', 'arrow', ["'\\x00\\xFF'::BLOB", 'NULL']],
  ['UUID', 'arrow', ["'00000000-0000-0000-0000-000000000001'"]],
  ['INTERVAL', 'arrow', ["INTERVAL '1 month 2 days'"]],
  ["ENUM('b', 'a')", 'arrow', ["'a'", "'b'", 'NULL']],
  ['BIT', 'arrow', ["'0101'"]],
  ['DECIMAL(4,1)[]', 'arrow', ['[0.5, NULL]', 'NULL']],
  ['INTEGER[]', 'arrow', ['[1, NULL]', '[]', 'NULL']],
  ['STRUCT(a INTEGER, b VARCHAR)', 'arrow', ["{ a: 1, b: 'x' }", 'NULL']],
];

let node: NodeCatalog;
const owner = {};
before(async () => void (node = await nodeCatalog()));
after(() => node.close());

const fieldsOf = async (name: string): Promise<readonly Field[]> => (await node.catalog.open(name)).fields;

for (const [type, form, values] of TYPES)
  it(`${type} is saved as ${form}`, async () => {
    const sql = values.map((value) => `SELECT CAST(${value} AS ${type}) AS v`).join(' UNION ALL ');
    const definition = { name: 'before', sql };
    node.catalog.define(definition, owner);
    const saved = new Map<string, Blob>();
    const { source } = await saveQuery(
      { definition, readAttributes: {}, otherAttributes: {}, drawnColumns: null, selected: 'true' },
      0,
      { savedRows: 'drawn', results: node.results, fieldsOf, inputs: {}, rows: saved },
    );
    assert.equal(source.kind, 'files');
    const path = `rows/0-0.${form}`;
    assert.deepEqual([...saved.keys()], [path]);
    node.catalog.define({ name: 'after', src: new File([saved.get(path)!], `before.${form}`) }, owner);
    const typesOf = async (name: string): Promise<string | undefined> =>
      (await node.catalog.open(name)).fields[0]?.sqlType;
    assert.equal(await typesOf('after'), READ_AS[type] ?? (await typesOf('before')));
    const texts = async (name: string): Promise<readonly unknown[]> => {
      node.catalog.define({ name: 'texts', sql: `SELECT v::VARCHAR AS v FROM ${name}` }, owner);
      return (await node.results.toArray('texts')).map(({ v }) => v);
    };
    assert.deepEqual(await texts('after'), await texts('before'));
  });
