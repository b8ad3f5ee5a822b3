import { laneOf, PAGE_ROWS, wordsPerKey, type ColumnId, type Encoding, type Page } from '../../columns/column';
import { PikaError } from '../../errors';
import { CodeCache } from './code-cache';
import { MaskCache } from './mask-cache';
import { keyWordsOf, storePage, type StoredPage } from './stored-page';

export interface NumberedPage extends Page {
  /** Its place in the whole column; a worker owns only some of a column's pages. */
  readonly index: number;
}

interface StoredColumn {
  readonly encoding: Encoding;
  readonly pages: readonly StoredPage[];
  /** The row number of each page's first row. */
  readonly firstRows: readonly number[];
}

/** The resident columns of one worker. Pages at the same place of different columns hold the same rows. */
export class PageStore {
  /** Cached bin codes; invalidated with their column. */
  readonly codes: CodeCache;
  /** Cached masks of clauses; invalidated with the columns that they read. */
  readonly masks = new MaskCache();
  readonly #columns = new Map<ColumnId, StoredColumn>();

  constructor(codes = new CodeCache()) {
    this.codes = codes;
  }

  get size(): number {
    return this.#columns.size;
  }

  load(id: ColumnId, encoding: Encoding, pages: readonly NumberedPage[]): void {
    const sorted = [...pages].sort((a, b) => a.index - b.index);
    this.#forget(id);
    this.#columns.set(id, {
      encoding,
      pages: sorted.map((page) => storePage(encoding, page)),
      firstRows: sorted.map(({ index }) => index * PAGE_ROWS),
    });
  }

  unload(id: ColumnId): void {
    this.#forget(id);
    this.#columns.delete(id);
  }

  encodingOf(id: ColumnId): Encoding {
    return this.#column(id).encoding;
  }

  /** The keys of rows of this worker's pages, as raw words of the column's lane. */
  keyWords(id: ColumnId, rows: Uint32Array): Uint32Array<ArrayBuffer> {
    const { encoding, pages, firstRows } = this.#column(id);
    const width = wordsPerKey(laneOf(encoding));
    const words = new Uint32Array(rows.length * width);
    rows.forEach((row, i) => {
      const within = row % PAGE_ROWS;
      words.set(keyWordsOf(pages[firstRows.indexOf(row - within)]!, within), i * width);
    });
    return words;
  }

  firstRows(id: ColumnId): readonly number[] {
    return this.#column(id).firstRows;
  }

  /** Whether two columns are split into the same pages, as columns of one relation are. */
  sameRows(a: ColumnId, b: ColumnId): boolean {
    const [pages, others] = [this.#column(a).pages, this.#column(b).pages];
    return pages.length === others.length && pages.every(({ rows }, i) => rows === others[i]!.rows);
  }

  /**
   * The pages of several columns, grouped by place. Throws if a column is not resident or the numbers of rows differ.
   */
  zip(ids: readonly ColumnId[]): StoredPage[][] {
    const columns = ids.map((id) => this.#column(id));
    const [first] = columns;
    if (!first) return [];
    return first.pages.map((page, p) =>
      columns.map(({ pages }, c) => {
        const other = pages[p];
        if (other?.rows !== page.rows || pages.length !== first.pages.length) throw unequalRows(ids[0]!, ids[c]!);
        return other;
      }),
    );
  }

  #forget(id: ColumnId): void {
    this.codes.forget(id);
    this.masks.forget(id);
  }

  #column(id: ColumnId): StoredColumn {
    const column = this.#columns.get(id);
    if (!column) {
      throw new PikaError('engine/internal', {
        subject: `column "${id}" in a recording`,
        expected: 'a column that was loaded',
        found: 'no such id',
        next: 'This is a bug in pika-plot: please report it with this message.',
      });
    }
    return column;
  }
}

function unequalRows(a: ColumnId, b: ColumnId): PikaError {
  return new PikaError('engine/internal', {
    subject: `columns "${a}" and "${b}" in one kernel call`,
    expected: 'columns of one relation, equally long',
    found: 'different rows',
    next: 'This is a bug in pika-plot: please report it with this message.',
  });
}
