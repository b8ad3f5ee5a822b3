import {
  DuckDBArrayValue, DuckDBBitValue, DuckDBBlobValue, DuckDBDateValue, DuckDBDecimalValue, DuckDBInstance, DuckDBIntervalValue, DuckDBListValue, DuckDBMapValue, DuckDBStructValue,
  DuckDBTimestampMillisecondsValue, DuckDBTimestampNanosecondsValue, DuckDBTimestampSecondsValue, DuckDBTimestampTZValue, DuckDBTimestampValue, DuckDBTimeNSValue,
  DuckDBTimeTZValue, DuckDBTimeValue, DuckDBUnionValue, DuckDBUUIDValue, type DuckDBConnection, type DuckDBValue,
} from '@duckdb/node-api';
import { fileURLToPath } from 'node:url';
import { quoteName } from '../../src/engine/source/sql-tokens';

/** A column of native DuckDB's: what its values are in each form that pika-plot gives them out. */
export interface NativeColumn {
  readonly name: string;
  readonly type: string;
  /** As CAST to VARCHAR writes them. */
  readonly texts: readonly (string | null)[];
  /** As `toArray` gives them. */
  readonly values: readonly unknown[];
  /** What a plot counts: text of a category, a number, or nanoseconds since 1970; null where it draws nothing. Null as a whole: no plot of such a column. */
  readonly drawn: readonly Drawn[] | null;
}

export type Drawn = string | number | bigint | null;

/** Native DuckDB: what it reads is what we are to read. */
export class Native {
  readonly #connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(): Promise<Native> {
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run(`SET TimeZone = 'UTC'; SET file_search_path = '${fileURLToPath(new URL('files', import.meta.url))}'`);
    return new Native(connection);
  }

  /** Throws what DuckDB throws. */
  async columnsOf(sql: string): Promise<NativeColumn[]> {
    const answer = await this.#connection.runAndReadAll(`FROM (${sql}\n)`);
    const names = answer.columnNames();
    const columns = answer.getColumns();
    const texts = (await this.#connection.runAndReadAll(`SELECT ${names.map((name) => `CAST(${quoteName(name)} AS VARCHAR)`).join(', ')} FROM (${sql}\n)`)).getColumns();
    return Promise.all(names.map(async (name, i): Promise<NativeColumn> => {
      const type = answer.columnTypes()[i]!.toString();
      const own = texts[i]! as (string | null)[];
      return { name, type, texts: own, values: valuesOut(type, columns[i]!), drawn: await this.#drawn(sql, name, type, columns[i]!, own) };
    }));
  }

  async #drawn(sql: string, name: string, type: string, values: readonly DuckDBValue[], texts: readonly (string | null)[]): Promise<readonly Drawn[] | null> {
    if (/^(BOOLEAN|VARCHAR|JSON|UUID|BIT)$|^ENUM\([^[]*$/.test(type)) return texts;
    if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$/.test(type)) return values.map((value) => (value === null ? null : BigInt(value as number | bigint)));
    if (/^DECIMAL\((\d|1[0-8]),0\)$/.test(type)) return values.map((value) => (value === null ? null : (value as DuckDBDecimalValue).value));
    if (/^(DATE|TIMESTAMP(_S|_MS|_NS| WITH TIME ZONE)?)$/.test(type)) return values.map((value) => (value === null ? null : nanosecondsOf(value)));
    if (/^(FLOAT|DOUBLE|U?HUGEINT|BIGNUM|DECIMAL\(\d+,\d+\))$/.test(type)) {
      const doubles = (await this.#connection.runAndReadAll(`SELECT ${quoteName(name)}::DOUBLE FROM (${sql}\n)`)).getColumns()[0] ?? [];
      return doubles.map((value) => (value === null || Number.isNaN(value) ? null : value as number));
    }
    return null;
  }
}

function nanosecondsOf(value: DuckDBValue): bigint {
  if (value instanceof DuckDBDateValue) return BigInt(value.days) * 86_400_000_000_000n;
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return value.micros * 1000n;
  if (value instanceof DuckDBTimestampSecondsValue) return value.seconds * 1_000_000_000n;
  if (value instanceof DuckDBTimestampMillisecondsValue) return value.millis * 1_000_000n;
  if (value instanceof DuckDBTimestampNanosecondsValue) return value.nanos;
  throw new TypeError(`no time: ${String(value)}`);
}

/** As docs/types.md says. 64-bit integers are numbers, unless one of the column is beyond 2⁵³: then all are bigints. */
function valuesOut(type: string, values: readonly DuckDBValue[]): unknown[] {
  const out = values.map(valueOut);
  const isWide = /^(U?(BIGINT|HUGEINT)|DECIMAL\(\d+,0\))$/.test(type) && out.some((value) => value !== null && !Number.isSafeInteger(Number(value)));
  return isWide ? out.map((value) => (value === null ? null : BigInt(value as number | bigint))) : out.map((value) => (typeof value === 'bigint' ? Number(value) : value));
}

function valueOut(value: DuckDBValue): unknown {
  if (value instanceof DuckDBDecimalValue) return value.scale === 0 ? value.value : Number(value.toString());
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(valueOut);
  if (value instanceof DuckDBStructValue) return Object.fromEntries(Object.entries(value.entries).map(([key, inner]) => [key, valueOut(inner)]));
  if (value instanceof DuckDBMapValue) return new Map(value.entries.map(({ key, value: inner }) => [valueOut(key), valueOut(inner)]));
  if (value instanceof DuckDBBlobValue) return Uint8Array.from(value.bytes);
  if (value instanceof DuckDBUnionValue) return valueOut(value.value);
  if (value instanceof DuckDBUUIDValue || value instanceof DuckDBBitValue || value instanceof DuckDBIntervalValue) return value.toString();
  if (value instanceof DuckDBTimeValue || value instanceof DuckDBTimeTZValue || value instanceof DuckDBTimeNSValue) return value.toString();
  if (typeof value === 'object' && value !== null) return new Date(Number(floorDiv(nanosecondsOf(value), 1_000_000n)));
  return value;
}

function floorDiv(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n);
}
