import { decodeIpc, readingIpc, type DecodedColumn } from '../encode/decode';
import { encoderOf, type ColumnEncoder } from '../encode/encode';
import { flatColumnsOf, type FlatColumn } from '../arrow/flat-stream';
import { throwIfAborted } from '../../abort';
import { takeAll, type EncodedColumn, type FlatPiece, type IpcOptions, type IpcSource } from '../rows';

/** `Rows.columnsFromIpc` in the calling thread. */
export async function columnsOf(
  source: IpcSource,
  query: string,
  labels?: readonly string[],
  { signal, expectedRows }: IpcOptions = {},
): Promise<EncodedColumn[]> {
  const intake = new ColumnsIntake(query, labels, expectedRows);
  await takeAll(source, (piece) => {
    throwIfAborted(signal, `query "${query}"`);
    intake.add(piece);
  });
  throwIfAborted(signal, `query "${query}"`);
  return intake.finish();
}

/**
 * Encodes pieces of one schema, appended in order, into columns as they arrive. A stream is released once it is
 * encoded.
 */
export class ColumnsIntake {
  readonly #query: string;
  readonly #labels: readonly string[] | undefined;
  readonly #expectedRows: number | undefined;
  #encoders: readonly ColumnEncoder[] | null = null;

  /** `labels` and `expectedRows` as in `Rows.columnsFromIpc`. */
  constructor(query: string, labels?: readonly string[], expectedRows?: number) {
    this.#query = query;
    this.#labels = labels;
    this.#expectedRows = expectedRows;
  }

  /**
   * The first piece is a stream: it has the schema. Owns: `piece` may be kept until {@link finish}, and become pages.
   * Throws rows/bad-bytes, rows/unsupported-type.
   */
  add(piece: Uint8Array | FlatPiece): void {
    if (piece instanceof Uint8Array) this.#addStream(piece);
    else
      for (const [i, { values, validity }] of piece.columns.entries())
        this.#encoders![i]!.add({ rows: piece.rows, validity, batch: { values }, owned: values.buffer });
  }

  #addStream(stream: Uint8Array): void {
    const columns = this.#decode(stream);
    this.#encoders ??= columns.map(({ name, type }, i) =>
      encoderOf(type, { query: this.#query, label: this.#labels?.[i] ?? name }, this.#expectedRows),
    );
    for (const [i, encoder] of this.#encoders.entries())
      for (const chunk of columns[i]?.chunks ?? []) encoder.add(chunk);
  }

  /** Owns: the pages are the caller's. Throws rows/unsupported-type. */
  finish(): EncodedColumn[] {
    return (this.#encoders ?? []).map((encoder) => encoder.finish());
  }

  #decode(stream: Uint8Array): readonly (FlatColumn | DecodedColumn)[] {
    const subject = `result of query "${this.#query}"`;
    return readingIpc(stream, subject, flatColumnsOf) ?? decodeIpc(stream, subject);
  }
}
