/**
 * Writes the files that `files.test.ts` reads, each writer in its own process: `npm ci && npm run write`, or `npm run
 * write duckdb`. A file `NAME.sql` beside a file contains the expected content, if native DuckDB can't read the file or
 * reads it wrongly. Its first line explains why.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { FILES } from './files.mjs';

const WRITERS = ['duckdb', 'polars', 'clickhouse', 'hyparquet', 'parquetjs', 'arrow', 'flechette'];

const asked = process.argv.slice(2);
for (const writer of asked.length > 0 ? asked : WRITERS) {
  for (const name of readdirSync(FILES)) if (name.startsWith(`${writer}-`)) rmSync(new URL(name, FILES));
  execFileSync(process.execPath, [new URL(`${writer}.mjs`, import.meta.url).pathname], { stdio: 'inherit' });
  const names = readdirSync(FILES).filter((name) => name.startsWith(`${writer}-`));
  const bytes = names.reduce((sum, name) => sum + statSync(new URL(name, FILES)).size, 0);
  console.log(`${writer}: ${names.length} files, ${Math.round(bytes / 1000)} kB`);
}
