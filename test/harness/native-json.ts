/// <reference types="node" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** A table as text: name and SQL type of each column, and each value as CAST to VARCHAR writes it. */
export interface TextTable {
  readonly types: Record<string, string>;
  readonly rows: readonly (readonly (string | null)[])[];
}

let native: Promise<DuckDBInstance> | null = null;

/**
 * The result of native DuckDB's read_json_auto for JSON text, as the oracle for our reader. Null if it refuses the
 * text.
 */
export async function nativeJson(text: string): Promise<TextTable | null> {
  const folder = mkdtempSync(join(tmpdir(), 'pika-json-'));
  const path = join(folder, 'file.json');
  writeFileSync(path, text);
  native ??= DuckDBInstance.create(':memory:');
  const connection = await (await native).connect();
  try {
    const source = `read_json_auto('${path}', sample_size = -1)`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    const read = await connection.runAndReadAll(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${source}`);
    return {
      types: Object.fromEntries(described.getRows().map(([name, type]) => [String(name), String(type)])),
      rows: read.getRows() as (string | null)[][],
    };
  } catch {
    return null;
  } finally {
    connection.closeSync();
    rmSync(folder, { recursive: true });
  }
}
