import { abortedError } from '../../abort';
import type { DuckDbProcess } from './duckdb-process';
import { runSlices } from './duckdb-session';
import { lostTable } from './user-tables';
import type { PikaError } from '../../errors';

const IS_ALIVE = 'SELECT 1';

/** A transaction that only reads, on a connection of its own: DuckDB keeps the tables that it sees. */
export interface SnapshotReader {
  run(sql: string): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}

export async function openReader(process: DuckDbProcess, probe: string, subject: string): Promise<SnapshotReader> {
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
  // DuckDB-WASM 1.32 ends an answer early, without an error, at a row that fails after the first thousands. The
  // transaction then refuses the next statement.
  const run = async (sql: string): Promise<Uint8Array<ArrayBuffer>> => {
    const answer = (await times.run(sql, ask)) as Uint8Array<ArrayBuffer>;
    if (!isTransaction) return answer;
    try {
      await ask(IS_ALIVE);
      return answer;
    } catch (thrown) {
      if (isClosed) throw thrown;
      throw (failure = (await failureOf(process, sql, subject)) ?? thrown);
    }
  };
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

/** Why a statement fails, outside the transaction and in slices; undefined if it does not. */
async function failureOf(process: DuckDbProcess, sql: string, subject: string): Promise<unknown> {
  const connection = await process.ask((bindings) => bindings.connectInternal());
  const times = process.times.forRequest((text) => process.ask((bindings) => bindings.runQuery(connection, text)));
  try {
    await runSlices({ process, connection, times, signal: new AbortController().signal, subject }, sql);
    return undefined;
  } catch (thrown) {
    return thrown;
  } finally {
    process.ask((bindings) => bindings.disconnect(connection)).catch(() => undefined);
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
