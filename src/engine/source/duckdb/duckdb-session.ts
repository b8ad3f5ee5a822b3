import { abortedError } from '../../abort';
import { PikaError } from '../../errors';
import { hasDictionaries, headerWithLabels } from '../../rows/arrow/enum-stream';
import { typesOfDescription } from '../../rows/arrow/small-results';
import { joined } from '../../rows/joined-bytes';
import type { DuckDbProcess } from './duckdb-process';
import type { Progress } from '../source';
import type { TimeRequest } from './time-support';

/** A running request: it has exclusive use of a connection until it ends, and a signal that cancels it. */
export interface Session {
  readonly process: DuckDbProcess;
  readonly connection: number;
  readonly times: TimeRequest;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** The subject of its errors. */
  readonly subject: string;
}

/** Interval of progress reports of a running query. */
const REPORT_EVERY_MS = 250;

export function runWhole({ process, connection, times }: Session, sql: string): Promise<Uint8Array> {
  return times.run(sql, (statement) => process.ask((bindings) => bindings.runQuery(connection, statement)));
}

/**
 * Runs a statement in slices of about 100 ms. Between slices, it checks the signal, and other connections run. The
 * answer arrives in batches of 2,048 rows, one message each. It reports the elapsed seconds as progress: DuckDB-WASM's
 * own report does not name the connection, and stays at 0 % for queries it can't estimate.
 */
export function runSlices(session: Session, sql: string): Promise<Uint8Array<ArrayBuffer>> {
  return session.times.run(sql, (statement) => runStatement(session, statement));
}

async function runStatement(session: Session, sql: string): Promise<Uint8Array<ArrayBuffer>> {
  const { process, connection, signal, onProgress, subject } = session;
  const startMs = performance.now();
  let reportedMs = startMs;
  const between = async (): Promise<void> => {
    if (signal.aborted) {
      await process.ask((bindings) => bindings.cancelPendingQuery(connection));
      throw abortedError(subject);
    }
    if (performance.now() - reportedMs < REPORT_EVERY_MS) return;
    reportedMs = performance.now();
    onProgress?.({ stage: 'query', done: Math.floor((reportedMs - startMs) / 1000), total: null, unit: 'seconds' });
    await process.measure();
  };
  let header = await process.ask((bindings) => bindings.startPendingQuery(connection, sql, false));
  while (header === null) {
    await between();
    header = await process.ask((bindings) => bindings.pollPendingQuery(connection));
  }
  const parts = [header];
  for (;;) {
    await between();
    const chunk = await process.ask((bindings) => bindings.fetchQueryResults(connection));
    if (chunk === null) continue;
    if (chunk.length === 0) break;
    parts.push(chunk);
  }
  if (hasDictionaries(header)) parts[0] = await labelled(session, sql, header);
  return joined(parts);
}

/** Adds the labels of ENUMs, which DuckDB-WASM omits from streamed results: DESCRIBE returns them. */
async function labelled(session: Session, sql: string, header: Uint8Array): Promise<Uint8Array> {
  try {
    return headerWithLabels(header, typesOfDescription(await runWhole(session, `DESCRIBE ${sql}`)));
  } catch (thrown) {
    throw new PikaError(
      'source/sql',
      {
        subject: session.subject,
        expected: 'columns that can be read',
        found: 'an ENUM whose labels this statement does not provide',
        next: 'Select it as text: CAST(c AS VARCHAR).',
      },
      thrown,
    );
  }
}
