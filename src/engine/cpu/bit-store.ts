import type { BitsId } from '../columns/column';
import { PikaError } from '../errors';

/** The bits of one page. */
export interface NumberedBits {
  /** The page's place in the relation. Not every page is here: workers share a relation. */
  readonly index: number;
  readonly rows: number;
  readonly words: Uint32Array<ArrayBuffer>;
}

/** One worker's pages of a column of bits. */
export class BitPages {
  readonly #id: BitsId;
  readonly #pages: readonly NumberedBits[];

  constructor(id: BitsId, pages: readonly NumberedBits[]) {
    this.#id = id;
    this.#pages = [...pages].sort((a, b) => a.index - b.index);
  }

  /** The bits of this worker's page `p`. Throws when the page has other rows. */
  words(p: number, rows: number): Uint32Array {
    const page = this.#pages[p];
    if (page?.rows !== rows) throw broken(`bits "${this.#id}" in one kernel call with columns`, `${rows} rows in page ${p}`, `${page?.rows ?? 0}`);
    return page.words;
  }
}

/** The columns of bits of one worker. */
export class BitStore {
  readonly #columns = new Map<BitsId, BitPages>();

  get size(): number {
    return this.#columns.size;
  }

  load(id: BitsId, pages: readonly NumberedBits[]): void {
    this.#columns.set(id, new BitPages(id, pages));
  }

  unload(id: BitsId): void {
    this.#columns.delete(id);
  }

  get(id: BitsId): BitPages {
    const pages = this.#columns.get(id);
    if (!pages) throw broken(`bits "${id}" in a recording`, 'bits that were loaded', 'none of that id');
    return pages;
  }
}

function broken(subject: string, expected: string, found: string): PikaError {
  return new PikaError('engine/internal', { subject, expected, found, next: 'This is a bug in pika-plot: please report it with this message.' });
}
