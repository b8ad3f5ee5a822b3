/// <reference types="node" />
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { TextTable } from './native-json';

let native: Promise<DuckDBInstance> | null = null;

async function onNative<T>(work: (connection: DuckDBConnection, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pika-parquet-'));
  native ??= DuckDBInstance.create(':memory:');
  const connection = await (await native).connect();
  try {
    return await work(connection, folder);
  } finally {
    connection.closeSync();
    rmSync(folder, { recursive: true });
  }
}

/** Writes a query as Parquet with native DuckDB. `options` are those of COPY, e.g. `PARQUET_VERSION V2`. */
export function parquetOf(sql: string, options = ''): Promise<Uint8Array<ArrayBuffer>> {
  return onNative(async (connection, folder) => {
    const path = join(folder, 'file.parquet');
    await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet${options === '' ? '' : `, ${options}`})`);
    return new Uint8Array(readFileSync(path));
  });
}

/**
 * Reads a Parquet file with native DuckDB, each value as CAST to VARCHAR: the oracle for our reader. Rejects if DuckDB
 * refuses the file.
 */
export function nativeParquet(bytes: Uint8Array, columns = 'COLUMNS(*)'): Promise<TextTable> {
  return onNative(async (connection, folder) => {
    const path = join(folder, 'file.parquet');
    writeFileSync(path, bytes);
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet('${path}')`);
    const read = await connection.runAndReadAll(`SELECT CAST(${columns} AS VARCHAR) FROM read_parquet('${path}')`);
    return {
      types: Object.fromEntries(described.getRows().map(([name, type]) => [String(name), String(type)])),
      rows: read.getRows() as (string | null)[][],
    };
  });
}
