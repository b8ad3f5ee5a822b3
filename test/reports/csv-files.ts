/// <reference types="node" />
import { tableFromIPC } from '@uwdata/flechette';
import { RowsService } from '../../src/engine/rows/rows-service';
import { createCatalog } from '../../src/engine/source/catalog';
import type { ReadOptions } from '../../src/engine/source/files/read-options';
import type { Field, SourceNote } from '../../src/engine/source/source';
import { quoteName } from '../../src/engine/sql/sql-tokens';
import { nodeDatabase } from '../harness/node-database';

/** The number of rows from which DuckDB detects types. */
export const SNIFFED_ROWS = 20_480;

export interface CsvRead {
  readonly fields: readonly Field[];
  readonly notes: readonly SourceNote[];
  /** All values, formatted by DuckDB. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export type CsvContent = string | Uint8Array<ArrayBuffer>;

/** Reads CSV under Node as a page does. */
export async function csvReader(): Promise<{
  read(files: CsvContent | Record<string, CsvContent>, read?: ReadOptions): Promise<CsvRead>;
  close(): void;
}> {
  const database = await nodeDatabase();
  const catalog = createCatalog({
    database: database.forEngine(),
    rows: new RowsService(() => Promise.reject(new Error('no Parquet here'))),
  });
  const owner = {};
  let serial = 0;
  return {
    async read(files, read = {}) {
      const name = `csv${++serial}`;
      const named = typeof files === 'string' || files instanceof Uint8Array ? { 'x.csv': files } : files;
      catalog.define(
        { name, src: Object.entries(named).map(([file, content]) => new File([content], file)), read },
        owner,
      );
      const { fields, notes } = await catalog.open(name);
      const casts = fields.map((field, i) => `CAST(${quoteName(field.name)} AS VARCHAR) AS c${i}`).join(', ');
      const table = tableFromIPC(await catalog.sql(`SELECT ${casts} FROM ${name}`));
      const columns = fields.map((_, i) => Array.from(table.getChildAt(i), (value) => value as string | null));
      catalog.remove(name, owner);
      return {
        fields,
        notes,
        rows: Array.from({ length: table.numRows }, (_, row) => columns.map((column) => column[row]!)),
      };
    },
    close() {
      catalog.dispose();
      database.close();
    },
  };
}

/** A column `v` longer than DuckDB's sample, followed by the lines `last`. */
export function longColumn(value: (row: number) => string, last: readonly string[], header = 'v'): string {
  return `${[header, ...Array.from({ length: SNIFFED_ROWS + 2048 }, (_, row) => value(row)), ...last].join('\n')}\n`;
}
