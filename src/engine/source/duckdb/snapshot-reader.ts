import { abortedError } from '../../abort';
import type { DuckDbProcess } from './duckdb-process';
import { lostTable } from './user-tables';
import type { PikaError } from '../../errors';

/** A transaction that only reads, on a connection of its own: DuckDB keeps the tables that it sees. */
export interface SnapshotReader {
  run(sql: string): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}

export async function openReader(
  process: Pick<DuckDbProcess, 'ask' | 'times'>,
  probe: string,
  subject: string,
): Promise<SnapshotReader> {
  const own = await process.ask((bindings) => bindings.connectInternal());
  let isClosed = false;
  let isTransaction = false;
  let failure: unknown;
  // DuckDB-WASM crashes on a connection that is closed.
  const ask = async (sql: string): Promise<Uint8Array> => {
    if (isClosed) throw abortedError(subject);
    // After an error, DuckDB only says that the transaction is aborted: the first error says why.
    if (failure !== undefined) throw failure;
    try {
      return await process.ask((bindings) => bindings.runQuery(own, sql));
    } catch (thrown) {
      if (isTransaction) failure ??= thrown;
      throw thrown;
    }
  };
  const times = process.times.forRequest(ask);
  const run = (sql: string): Promise<Uint8Array<ArrayBuffer>> =>
    times.run(sql, ask) as Promise<Uint8Array<ArrayBuffer>>;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    process.ask((bindings) => bindings.disconnect(own)).catch(() => undefined);
  };
  try {
    // Before the transaction, which would not see the functions that this may create, and does not survive an error.
    await run(probe);
    await ask('BEGIN');
    isTransaction = true;
    // DuckDB takes the snapshot with the first statement.
    await run(probe);
    return { run, close };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

export function lostSnapshot(subject: string, cause?: unknown): PikaError {
  return lostTable(
    subject,
    'a database that runs until the last row is read',
    'that it was restarted, and lost the rows as they were when reading began',
    'Start again: the rows read so far are incomplete.',
    cause,
  );
}
