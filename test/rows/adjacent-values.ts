import {
  Decimal,
  Field,
  Int64,
  Schema,
  Struct,
  Table,
  TimestampNanosecond,
  RecordBatch,
  Uint64,
  makeData,
  tableToIPC,
  type Data,
  type DataType,
} from 'apache-arrow';
import { laneOf, type ColumnId } from '../../src/engine/columns/column';
import { keyAt, valueOf } from '../../src/engine/columns/keys';
import type { SlotId } from '../../src/engine/frame/recording';
import { countBy } from '../harness/aggregate-calls';
import { clauseOf } from '../harness/columns';
import { Random } from '../harness/random';
import type { CountsHost } from './random-counts';
import { dataOf } from './random-tables';

/** Adjacent values that a double cannot distinguish, and the SQL literal of one of them. */
const NEIGHBOURS: readonly (readonly [name: string, type: DataType, first: bigint, sql: (value: bigint) => string])[] =
  [
    ['nanoseconds', new TimestampNanosecond(), 1_732_320_000_123_456_788n, (value) => `make_timestamp_ns(${value})`],
    ['int64 near its end', new Int64(), 2n ** 63n - 8n, (value) => `${value}::BIGINT`],
    ['int64 near its start', new Int64(), -(2n ** 63n) + 1n, (value) => `${value}::BIGINT`],
    ['uint64 near its end', new Uint64(), 2n ** 64n - 8n, (value) => `${value}::UBIGINT`],
    ['18 digits', new Decimal(0, 18), 10n ** 18n - 8n, (value) => `${value}::DECIMAL(18, 0)`],
  ];

/**
 * Six adjacent values occur in one, two … six rows: a range of one tick counts exactly those. Beyond 64 bits a value is
 * the nearest double.
 */
export async function checkAdjacent({ backend, oracle, service }: CountsHost): Promise<void> {
  for (const [name, type, first, sql] of NEIGHBOURS) {
    // One distant row, so that no narrow encoding fits.
    const values = [
      0n < first ? 1n : -1n,
      ...[0n, 1n, 2n, 3n, 4n, 5n].flatMap((beside) => new Array<bigint>(Number(beside) + 1).fill(first + beside)),
      null,
    ];
    const stream = streamOf(type, values);
    await oracle.loadStreams('adjacent', [stream.slice()]);
    const [column] = await service.columnsFromIpc(stream, 'adjacent');
    const id = `adjacent/${name}` as ColumnId;
    await backend.load({ ...column!, id });
    for (let beside = 0n; beside < 6n; beside++) {
      const [lo, hi] = [first + beside, first + beside + 1n];
      const out = `${id}/${beside}` as SlotId;
      const clause = clauseOf(column!.encoding, { column: id, lo, hi });
      const bins = { column: id, lane: clause.lane, count: 1, keys: clause.keys, uniform: false };
      await backend.execute({ kernels: [countBy([bins], [clause], out)], paints: [] });
      const [found] = await backend.read(out);
      const [row] = await oracle.sql(
        `SELECT count(*)::INTEGER AS n FROM adjacent WHERE c >= ${sql(lo)} AND c < ${sql(hi)}`,
      );
      if (found !== row!.n || row!.n !== Number(beside) + 1)
        throw new Error(`${name}, ${lo}: SQL ${String(row!.n)}, ${backend.kind} ${String(found)}`);
      backend.drop([out]);
    }
    backend.unload(id);
  }
  const huge = makeData({ type: new Decimal(0, 38), length: 1, data: Uint32Array.of(1, 0, 1, 0) } as never) as Data;
  const [doubles] = await service.columnsFromIpc(streamOfData(huge), 'huge');
  const key = keyAt(laneOf(doubles!.encoding), doubles!.pages[0]!.keys, 0);
  if (key === null || valueOf(doubles!.encoding, key) !== 2 ** 64)
    throw new Error(`a HUGEINT beyond 64 bits: ${String(key)}`);
}

function streamOf(type: DataType, values: readonly (bigint | null)[]): Uint8Array<ArrayBuffer> {
  return streamOfData(dataOf(type, values, new Random(1)));
}

function streamOfData(data: Data): Uint8Array<ArrayBuffer> {
  const schema = new Schema([new Field('c', data.type as DataType, true)]);
  const batch = new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length: data.length, nullCount: 0, children: [data] }) as Data<Struct>,
  );
  return tableToIPC(new Table(schema, [batch]), 'stream') as Uint8Array<ArrayBuffer>;
}
