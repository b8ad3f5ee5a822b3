import { JsonParser, type JsonValue } from './json-parser';

/** Arrow readers accept no more. */
const MAX_COLUMNS = 10_000;

/** Values of one name, one per row; trailing rows that lack it are not stored yet. */
export interface JsonColumn {
  readonly name: string;
  /** Its index among the columns. */
  readonly place: number;
  readonly values: JsonValue[];
}

/** Collects the rows of JSON documents by column, in the order in which names first appear. */
export class JsonRows {
  readonly columns: JsonColumn[] = [];
  readonly #byName = new Map<string, JsonColumn>();
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  /**
   * Adds the rows of a text: an array of objects, or a sequence of objects separated by blanks or line ends (NDJSON, or
   * pretty-printed). Throws an Error that names the place of a fault.
   */
  add(text: string): void {
    const parser = new JsonParser(text);
    if (parser.takes('[')) {
      for (let row = 1; row === 1 ? !parser.takes(']') : !this.#endsList(parser); row++)
        this.#row(parser, () => `row ${row}`);
      if (parser.peek() !== '') throw parser.error('the end of the text');
    } else {
      while (parser.peek() !== '') this.#row(parser, () => `line ${parser.line}`);
    }
    for (const { values } of this.columns) fill(values, this.#rows);
  }

  #endsList(parser: JsonParser): boolean {
    if (parser.takes(']')) return true;
    if (!parser.takes(',')) throw parser.error('"," or "]"');
    return false;
  }

  #row(parser: JsonParser, place: () => string): void {
    const first = parser.peek();
    if (first !== '{') {
      if (first === '[') throw new Error(`${place()} is an array, not an object such as {"name": "value"}`);
      const at = place();
      const value = parser.value();
      throw new Error(
        `${at} is ${value === null ? 'null' : `a ${typeof value}`}, not an object such as {"name": "value"}`,
      );
    }
    const { columns } = this;
    const row = this.#rows;
    // Most rows have the same names in the same order.
    let next = 0;
    parser.object(
      (name, value) => {
        let column = columns[next];
        if (column?.name === name) {
          next++;
        } else {
          column = this.#named(name);
          next = column.place + 1;
        }
        const { values } = column;
        if (values.length < row) fill(values, row);
        values[row] = value;
      },
      () => columns[next]?.name,
    );
    this.#rows++;
  }

  #named(name: string): JsonColumn {
    let column = this.#byName.get(name);
    if (!column) {
      if (this.columns.length === MAX_COLUMNS)
        throw new Error(
          `more than ${MAX_COLUMNS.toLocaleString('en')} names, each of which would be a column: write the names as values of one column`,
        );
      column = { name, place: this.columns.length, values: [] };
      this.#byName.set(name, column);
      this.columns.push(column);
    }
    return column;
  }
}

function fill(values: JsonValue[], rows: number): void {
  while (values.length < rows) values.push(null);
}
