/** Splits lines of a CSV file whose form is beyond doubt. */

export const COMMA = 0x2c;
export const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

/** Takes a cell: its text is the bytes from ≤ i < to. */
export type TakeCell = (column: number, from: number, to: number, isQuoted: boolean) => void;

/** What a byte means outside of quotes. */
const PLAIN = 0;
const DELIMITER = 1;
const LINE_END = 2;
const DOUBTFUL = 3;

/** A CSV file of one delimiter and one form of line ends. */
export class CsvCells {
  readonly #bytes: Uint8Array;
  readonly #kinds: Uint8Array;
  readonly #lineEndBytes: 1 | 2;
  /** Whether there is a byte that is not ASCII. */
  hasUnicode = false;

  constructor(bytes: Uint8Array, delimiter: number) {
    this.#bytes = bytes;
    this.#kinds = bytesOf(delimiter);
    const end = bytes.indexOf(LF);
    this.#lineEndBytes = end > 0 && bytes[end - 1] === CR ? 2 : 1;
  }

  /**
   * Takes the cells of the line that starts at `start`. Returns the start of the next line; -1 if DuckDB may split this
   * one in another way.
   */
  line(start: number, take: TakeCell): number {
    const bytes = this.#bytes;
    const kinds = this.#kinds;
    const { length } = bytes;
    let at = start;
    for (let column = 0; ; column++) {
      let from = at;
      let to: number;
      let seen = 0;
      const isQuoted = bytes[at] === QUOTE;
      if (isQuoted) {
        from = ++at;
        while (at < length && kinds[bytes[at]!]! <= DELIMITER) seen |= bytes[at++]!;
        if (bytes[at] !== QUOTE || at === from) return -1;
        to = at++;
      } else {
        while (at < length && kinds[bytes[at]!] === PLAIN) seen |= bytes[at++]!;
        to = at;
        if (to > from && (bytes[from] === APOSTROPHE || bytes[to - 1] === APOSTROPHE)) return -1;
      }
      if (seen >= 0x80) this.hasUnicode = true;
      take(column, from, to, isQuoted);
      if (at === length) return length;
      const kind = kinds[bytes[at]!];
      if (kind === DELIMITER) at++;
      else if (kind === LINE_END) return this.#afterLineEnd(at);
      else return -1;
    }
  }

  /** The start of the line `lines` lines behind the one that starts at `start`. */
  skip(start: number, lines: number): number {
    let at = start;
    for (let left = lines; left > 0; left--) at = this.#bytes.indexOf(LF, at) + 1;
    return at;
  }

  #afterLineEnd(at: number): number {
    if (this.#lineEndBytes === 1) return this.#bytes[at] === LF ? at + 1 : -1;
    return this.#bytes[at] === CR && this.#bytes[at + 1] === LF ? at + 2 : -1;
  }
}

/**
 * Comments and escapes that DuckDB looks for are doubtful wherever they are. So are other delimiters, unless the file's
 * name says what its delimiter is.
 */
function bytesOf(delimiter: number): Uint8Array {
  const kinds = new Uint8Array(256);
  kinds.fill(DOUBTFUL, 0, 0x20);
  const sought = delimiter === TAB ? '#\\"' : ';|\t#\\"';
  for (const doubtful of sought) kinds[doubtful.charCodeAt(0)] = DOUBTFUL;
  kinds[delimiter] = DELIMITER;
  kinds[LF] = kinds[CR] = LINE_END;
  return kinds;
}
