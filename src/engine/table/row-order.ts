/** The rows that a table shows, in its order. */
export interface RowOrder {
  readonly rowCount: number;
  /**
   * The numbers of the rows at the places `from` ≤ place < `to`, which must be within the row count. Rejects with
   * source/aborted, or as kernels do.
   */
  rowsAt(from: number, to: number, signal: AbortSignal): Promise<Uint32Array<ArrayBuffer>>;
}

/** One order after another. */
export class JoinedOrder implements RowOrder {
  readonly #parts: readonly RowOrder[];

  constructor(parts: readonly RowOrder[]) {
    this.#parts = parts;
  }

  get rowCount(): number {
    return this.#parts.reduce((sum, { rowCount }) => sum + rowCount, 0);
  }

  async rowsAt(from: number, to: number, signal: AbortSignal): Promise<Uint32Array<ArrayBuffer>> {
    const found: Uint32Array[] = [];
    let first = 0;
    for (const part of this.#parts) {
      const [start, end] = [Math.max(from, first) - first, Math.min(to, first + part.rowCount) - first];
      first += part.rowCount;
      if (start < end) found.push(await part.rowsAt(start, end, signal));
    }
    return concatenated(found);
  }
}

/** All rows of a relation as they are. */
export class AllRows implements RowOrder {
  readonly rowCount: number;

  constructor(rowCount: number) {
    this.rowCount = rowCount;
  }

  rowsAt(from: number, to: number): Promise<Uint32Array<ArrayBuffer>> {
    return Promise.resolve(Uint32Array.from({ length: to - from }, (_, i) => from + i));
  }
}

export function concatenated(parts: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const joined = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
