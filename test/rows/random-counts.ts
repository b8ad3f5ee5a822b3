import { tableToIPC, type Table } from 'apache-arrow';
import { laneOf, type ColumnId } from '../../src/engine/columns/column';
import type { Key } from '../../src/engine/columns/keys';
import type { Backend } from '../../src/engine/frame/backend';
import type { KernelCall, SlotId } from '../../src/engine/frame/recording';
import { ipcStreams } from '../../src/engine/rows/arrow/arrow-batch';
import { readInMemory } from '../../src/engine/rows/in-memory/in-memory';
import type { EncodedColumn, RowsFormat } from '../../src/engine/rows/rows';
import type { RowsService } from '../../src/engine/rows/rows-service';
import { countBy } from '../harness/aggregate-calls';
import { report } from '../harness/patience.mjs';
import { binsOf, clauseOf, type BinsSpec, type RangeSpec } from '../harness/columns';
import type { Oracle } from '../harness/oracle';
import { countSql } from '../harness/oracle-sql';
import { Random } from '../harness/random';
import { fileOf } from './arrow-columns';
import { drawTable, KINDS, type DrawnTable, type Kind, type Value } from './random-tables';

/** The parts that turn bytes into counts, in Node or in a browser. */
export interface CountsHost {
  readonly backend: Backend;
  readonly oracle: Oracle;
  readonly service: RowsService;
  readonly toParquet: (stream: Uint8Array, rowGroupRows: number) => Uint8Array;
}

type Bytes = Uint8Array<ArrayBuffer>;
type Read = (host: CountsHost, table: Table, random: Random) => Promise<EncodedColumn[]>;

/** Every way from bytes or memory to columns. */
const WAYS: Readonly<Record<string, Read>> = {
  'a stream': ({ service }, table) => service.columnsFromIpc(tableToIPC(table, 'stream') as Bytes, 'random'),
  'an Arrow file': ({ service }, table) => fromFile(service, 'arrow', tableToIPC(table, 'file')),
  'Parquet': ({ service, toParquet }, table, random) =>
    fromFile(service, 'parquet', toParquet(tableToIPC(table, 'stream'), random.pick([1, 100, 5000]))),
  'memory': async ({ service }, table) => {
    const read = await readInMemory(table, 'query "random"');
    return service.columnsFromIpc(
      [
        ...ipcStreams(
          read,
          read.fields.map((_, place) => place),
        ),
      ],
      'random',
    );
  },
  'memory, encoded in place': async ({ service }, table) => {
    const read = await readInMemory(table, 'query "random"');
    return service.columnsFromBatches(
      read,
      read.fields.map((_, place) => place),
      'random',
    );
  },
};

async function fromFile(service: RowsService, format: RowsFormat, bytes: Uint8Array): Promise<EncodedColumn[]> {
  const file = fileOf('random', format, bytes as Bytes);
  const { fields } = await service.openFile(file);
  return service.columnsFromFile(
    file,
    fields.map(({ name }) => name),
  );
}

/**
 * Generates a table, loads it into a backend in one of the ways, and compares counts with SQL. Throws an Error that
 * names the seed.
 */
export async function checkRandomTable(seed: number, host: CountsHost): Promise<void> {
  report({ awaits: `random table ${seed}` });
  const random = new Random(seed);
  const way = Object.keys(WAYS)[seed % Object.keys(WAYS).length]!;
  const drawn = drawTable(random, way === 'an Arrow file' || random.next() < 0.5 ? 'growing' : 'replaced');
  // apache-arrow slices Null columns incorrectly, and parquet-wasm rejects them.
  const [from, to] =
    way === 'Parquet' || (way !== 'memory' && random.next() < 0.5)
      ? [0, drawn.rows]
      : ([random.integer(0, drawn.rows + 1), drawn.rows].sort((a, b) => a - b) as [number, number]);
  const subject = `seed ${seed}, ${way}, rows ${from} to ${to} of ${drawn.rows}`;
  try {
    const columns = await WAYS[way]!(host, from === 0 ? drawn.table : drawn.table.slice(from, to), random);
    await host.oracle.loadStreams('random', [tableToIPC(drawn.plain, 'stream')]);
    await checkCounts(columns, drawn, `(SELECT * FROM random WHERE "row" >= ${from})`, random, host, subject);
  } catch (thrown) {
    throw new Error(`${subject}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`, { cause: thrown });
  }
}

interface Loaded {
  readonly kind: Kind;
  readonly column: EncodedColumn;
  readonly id: ColumnId;
  readonly values: readonly Value[];
}

async function checkCounts(
  columns: readonly EncodedColumn[],
  { values }: DrawnTable,
  sqlTable: string,
  random: Random,
  { backend, oracle }: CountsHost,
  subject: string,
): Promise<void> {
  const loaded = KINDS.map((kind, i): Loaded => ({
    kind,
    column: columns[i]!,
    id: `${subject}/${kind.name}` as ColumnId,
    values: values.get(kind.name)!.filter((value) => value !== null),
  }));
  for (const { column, id } of loaded) await backend.load({ ...column, id });
  try {
    for (const {
      column: { type },
    } of loaded)
      if (type.kind === 'category' && type.labels.length > 0) await requireLabelOrder(type.labels, oracle);
    const asks = loaded
      .filter(() => random.next() < 0.6)
      .map((own) => ({
        bins: [own, ...(random.next() < 0.4 ? [random.pick(loaded)] : [])].map((column) => ({
          column,
          spec: binsFor(column, random),
        })),
        where: Array.from({ length: random.integer(0, 3) }, () => random.pick(loaded)).map((column) => ({
          column,
          spec: rangeFor(column, random),
        })),
      }));
    const kernels = asks.map(({ bins, where }, i): KernelCall => {
      const dimensions = bins.map(({ column: { column, id }, spec }) =>
        binsOf(column.encoding, { ...spec, column: id }),
      );
      const clauses = where.map(({ column: { column, id }, spec }) =>
        clauseOf(column.encoding, { ...spec, column: id }),
      );
      const out = `${subject}/${i}` as SlotId;
      return countBy(dimensions, clauses, out);
    });
    await backend.execute({ kernels, paints: [] });
    for (const [i, { bins, where }] of asks.entries()) {
      const sql = countSql(
        sqlTable,
        bins.map(({ spec }) => spec),
        where.map(({ spec }) => spec),
      );
      const widthOf = (at: number): number => (bins[at] ? bins[at].spec.edges.length - 1 : 1);
      const expected = new Array<number>(widthOf(0) * widthOf(1)).fill(0);
      for (const row of await oracle.sql(sql))
        expected[Number(row.b1 ?? 0) * widthOf(0) + Number(row.b0)] = Number(row.n);
      const found = Array.from(await backend.read(`${subject}/${i}` as SlotId));
      const names = bins
        .map(({ column: { kind, column } }) => `${kind.name} (${laneOf(column.encoding)})`)
        .join(' by ');
      if (found.join() !== expected.join())
        throw new Error(`${names}: SQL ${expected.join()}, ${backend.kind} ${found.join()}\n${sql}`);
    }
    backend.drop(kernels.flatMap((call) => ('out' in call ? [call.out] : [])));
  } finally {
    for (const { id } of loaded) backend.unload(id);
  }
}

function binsFor(column: Loaded, random: Random): BinsSpec {
  const edges = Array.from({ length: random.pick([2, 3, 9, 33]) }, () => threshold(column, random)).sort((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  return { column: sqlOf(column), edges, lastInclusive: random.next() < 0.3 };
}

function rangeFor(column: Loaded, random: Random): RangeSpec {
  const [lo, hi] = [threshold(column, random), threshold(column, random)].sort((a, b) => (a < b ? -1 : 1)) as [
    Key,
    Key,
  ];
  return { column: sqlOf(column), lo, hi };
}

/** A threshold at a value, or a tick or an ulp beside one, where an engine that rounds would be off by a row. */
function threshold({ kind, column: { type }, values }: Loaded, random: Random): Key {
  if (type.kind === 'category') return BigInt(random.integer(0, type.labels.length + 1));
  const value = values.length > 0 ? random.pick(values) : 0n;
  const beside = random.pick([-1, 0, 0, 1]);
  if (typeof value === 'number') return value * (1 + beside * random.pick([2 ** -52, 2 ** -24, 0.1]));
  if (kind.scale !== undefined) return Number(value as bigint) / 10 ** kind.scale + beside * 10 ** -kind.scale;
  return (value as bigint) + BigInt(beside);
}

/** A column as a number comparable with thresholds; for categories the index of the label. */
function sqlOf({ kind, column: { type } }: Loaded): string {
  const name = `"${kind.name}"`;
  if (kind.name === 'boolean' || type.kind !== 'category') return `(${kind.sql.replace(/\bc\b/g, name)})`;
  return `(CASE ${name} WHEN NULL THEN -1 ${type.labels.map((label, code) => `WHEN '${label.replaceAll("'", "''")}' THEN ${code}`).join(' ')} END)`;
}

/** Digits in labels are numbers, and labels that are numbers come first. */
const ENGLISH = new Intl.Collator('en', { numeric: true });
const isNumber = (label: string): boolean => /^\d+$/.test(label);

/** Labels have the order of English, or SQL's where English distinguishes none: no label is lost or doubled. */
async function requireLabelOrder(labels: readonly string[], oracle: Oracle): Promise<void> {
  const rows = await oracle.sql(
    `SELECT label FROM (VALUES ${labels.map((label, i) => `('${label.replaceAll("'", "''")}', ${i})`).join(', ')}) AS given(label, place) ORDER BY label, place`,
  );
  const inSql = rows.map(({ label }) => String(label));
  const inEnglish = (some: readonly string[]): string[] => some.toSorted((a, b) => ENGLISH.compare(a, b));
  const sorted = [...inEnglish(inSql.filter(isNumber)), ...inEnglish(inSql.filter((label) => !isNumber(label)))];
  if (sorted.join('\n') !== labels.join('\n'))
    throw new Error(`labels ${labels.join(' | ')}, in English order ${sorted.join(' | ')}`);
}
