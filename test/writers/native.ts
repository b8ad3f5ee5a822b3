import {
  DuckDBArrayType,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  type DuckDBArrayValue,
  type DuckDBConnection,
  type DuckDBListValue,
  type DuckDBMapValue,
  type DuckDBStructValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { fileURLToPath } from 'node:url';
import { quoteName } from '../../src/engine/sql/sql-tokens';

/** A column read by native DuckDB: the expected values in each format that pika-plot outputs. */
export interface NativeColumn {
  readonly name: string;
  readonly type: string;
  /** Values cast to VARCHAR. */
  readonly texts: readonly (string | null)[];
  /** Values as returned by `toArray`. */
  readonly values: readonly unknown[];
  /**
   * Values that a plot counts: a category's text, a number, or nanoseconds since 1970; null where it draws nothing.
   * Null instead of the array if the column can't be plotted.
   */
  readonly drawn: readonly Drawn[] | null;
}

export type Drawn = string | number | bigint | null;

/** Native DuckDB, whose results are the expected ones. */
export class Native {
  readonly #connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(): Promise<Native> {
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run(
      `SET TimeZone = 'UTC'; SET file_search_path = '${fileURLToPath(new URL('files', import.meta.url))}'`,
    );
    return new Native(connection);
  }

  /** Throws DuckDB's errors. */
  async columnsOf(read: string): Promise<NativeColumn[]> {
    const schema = await this.#connection.runAndReadAll(`FROM (${read}\n) LIMIT 0`);
    const ours = schema.columnNames().flatMap((name, i) => {
      const own = asOurs(quoteName(name), schema.columnType(i).toString());
      return own === null ? [] : [`${own} AS ${quoteName(name)}`];
    });
    const sql = ours.length > 0 ? `SELECT * REPLACE (${ours.join(', ')}) FROM (${read}\n)` : read;
    const answer = await this.#connection.runAndReadAll(`FROM (${sql}\n)`);
    const names = answer.columnNames();
    const found = answer.getColumns();
    // A result with no rows has no columns either.
    const columns = names.map((_, i) => found[i] ?? []);
    const texts = await this.#textsOf(sql, names);
    return Promise.all(
      names.map(async (name, i): Promise<NativeColumn> => {
        const type = answer.columnTypes()[i]!.toString();
        const own = texts[i]!;
        return {
          name,
          type,
          texts: own,
          values: type === 'VARCHAR' ? own : valuesOut(answer.columnType(i), columns[i]!),
          drawn: await this.#drawn(sql, name, type, columns[i]!, own),
        };
      }),
    );
  }

  /** Reads bytes, because DuckDB's client drops a byte order mark at the start of a string. */
  async #textsOf(sql: string, names: readonly string[]): Promise<(string | null)[][]> {
    const answer = await this.#connection.runAndReadAll(
      `SELECT ${names.map((name) => `encode(CAST(${quoteName(name)} AS VARCHAR))`).join(', ')} FROM (${sql}\n)`,
    );
    const columns = answer.getColumns() as (DuckDBBlobValue | null)[][];
    return names.map((_, i) => (columns[i] ?? []).map((value) => value && Buffer.from(value.bytes).toString()));
  }

  async #drawn(
    sql: string,
    name: string,
    type: string,
    values: readonly DuckDBValue[],
    texts: readonly (string | null)[],
  ): Promise<readonly Drawn[] | null> {
    if (/^(BOOLEAN|VARCHAR|JSON|UUID|BIT)$|^ENUM\([^[]*$/.test(type)) return texts;
    if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$/.test(type))
      return values.map((value) => (value === null ? null : BigInt(value as number | bigint)));
    if (/^DECIMAL\((\d|1[0-8]),0\)$/.test(type))
      return values.map((value) => (value === null ? null : (value as DuckDBDecimalValue).value));
    if (/^(DATE|TIMESTAMP(_S|_MS|_NS| WITH TIME ZONE)?)$/.test(type))
      return values.map((value) => (value === null ? null : nanosecondsOf(value)));
    if (/^(FLOAT|DOUBLE|U?HUGEINT|BIGNUM|DECIMAL\(\d+,\d+\))$/.test(type)) {
      const doubles =
        (await this.#connection.runAndReadAll(`SELECT ${quoteName(name)}::DOUBLE FROM (${sql}\n)`)).getColumns()[0] ??
        [];
      return doubles.map((value) => (value === null || Number.isNaN(value) ? null : (value as number)));
    }
    return null;
  }
}

/**
 * SQL that casts a column to the type that pika-plot uses instead of native DuckDB's, as documented in docs/types.md;
 * null if the types are the same.
 */
function asOurs(name: string, type: string): string | null {
  // Rows reach DuckDB-WASM as Arrow, which lacks the offset; DuckDB's Arrow also lacks nanoseconds in a time of day.
  if (type === 'TIME WITH TIME ZONE' || type === 'TIME_NS') return `CAST(${name} AS TIME)`;
  // In DuckDB-WASM, this type is part of an extension, and pika-plot loads none.
  if (type.startsWith('GEOMETRY')) return `ST_AsWKB(${name})`;
  // The unnamed field of a UNION in Parquet gets a name, because tables in DuckDB-WASM require one.
  return type.includes('STRUCT(""') ? `CAST(${name} AS ${type.replace('STRUCT(""', 'STRUCT(field_1')})` : null;
}

function nanosecondsOf(value: DuckDBValue): bigint {
  if (value instanceof DuckDBDateValue) return BigInt(value.days) * 86_400_000_000_000n;
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return value.micros * 1000n;
  if (value instanceof DuckDBTimestampSecondsValue) return value.seconds * 1_000_000_000n;
  if (value instanceof DuckDBTimestampMillisecondsValue) return value.millis * 1_000_000n;
  if (value instanceof DuckDBTimestampNanosecondsValue) return value.nanos;
  throw new TypeError(`no time: ${String(value)}`);
}

/**
 * Converts as documented in docs/types.md. Long integers are numbers, unless one of the column (or list elements, or
 * field) exceeds 2⁵³: then all are bigints.
 */
function valuesOut(type: DuckDBType, values: readonly DuckDBValue[]): unknown[] {
  const filled = values.filter((value) => value !== null);
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) {
    const items = valuesOut(
      type.valueType,
      filled.flatMap((value) => (value as DuckDBListValue | DuckDBArrayValue).items),
    );
    return spread(values, (value) => items.splice(0, (value as DuckDBListValue | DuckDBArrayValue).items.length));
  }
  if (type instanceof DuckDBStructType) {
    const fields = type.entryNames.map(
      (name, i) =>
        [
          name,
          valuesOut(
            type.entryTypes[i]!,
            filled.map((value) => (value as DuckDBStructValue).entries[name]!),
          ),
        ] as const,
    );
    return spread(values, () => Object.fromEntries(fields.map(([name, own]) => [name, own.shift()])));
  }
  if (type instanceof DuckDBMapType) {
    const entries = filled.flatMap((value) => (value as DuckDBMapValue).entries);
    const [keys, inner] = [
      valuesOut(
        type.keyType,
        entries.map(({ key }) => key),
      ),
      valuesOut(
        type.valueType,
        entries.map(({ value }) => value),
      ),
    ];
    return spread(
      values,
      (value) => new Map((value as DuckDBMapValue).entries.map(() => [keys.shift(), inner.shift()])),
    );
  }
  const out = values.map((value) => valueOut(value));
  if (!out.some((value) => typeof value === 'bigint')) return out;
  const isWide = out.some((value) => value !== null && !Number.isSafeInteger(Number(value)));
  return out.map((value) => (value === null ? null : isWide ? BigInt(value as bigint) : Number(value)));
}

function spread(values: readonly DuckDBValue[], make: (value: DuckDBValue) => unknown): unknown[] {
  return values.map((value) => (value === null ? null : make(value)));
}

function valueOut(value: DuckDBValue): unknown {
  if (value instanceof DuckDBDecimalValue) return value.scale === 0 ? value.value : Number(value.toString());
  if (value instanceof DuckDBBlobValue) return Uint8Array.from(value.bytes);
  if (value instanceof DuckDBUnionValue) return valueOut(value.value);
  if (typeof value !== 'object' || value === null) return value;
  return isTime(value) ? new Date(Number(floorDiv(nanosecondsOf(value), 1_000_000n))) : value.toString();
}

function isTime(value: DuckDBValue): boolean {
  return [
    DuckDBDateValue,
    DuckDBTimestampValue,
    DuckDBTimestampTZValue,
    DuckDBTimestampSecondsValue,
    DuckDBTimestampMillisecondsValue,
    DuckDBTimestampNanosecondsValue,
  ].some((type) => value instanceof type);
}

function floorDiv(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n);
}
