import { JsonParser, type JsonValue } from './json-parser';

/** Arrow's readers take no more. */
const MOST_COLUMNS = 10_000;

/** Values of one name, a row each; rows at the end that lack it are not there yet. */
export interface JsonColumn {
  readonly name: string;
  /** Its place among the columns. */
  readonly place: number;
  readonly values: JsonValue[];
}

/** Rows of JSON texts, one below the other, by column: in the order in which the names first appear. */
export class JsonRows {
  readonly columns: JsonColumn[] = [];
  readonly #byName = new Map<string, JsonColumn>();
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  /**
   * The rows of a text: an array of objects, or objects one after the other with blanks or line ends between them
   * (NDJSON, or pretty-printed). Throws an Error that says where it is wrong.
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
    // Rows mostly have the same names in the same order.
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
      if (this.columns.length === MOST_COLUMNS)
        throw new Error(
          `more than ${MOST_COLUMNS.toLocaleString('en')} names, each of which would be a column: write the names as values of one column`,
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
