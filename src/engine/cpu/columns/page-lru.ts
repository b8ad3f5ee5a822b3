/** Results that a worker computed from its pages, indexed by the page's place. */
export interface PageEntry {
  readonly pages: ArrayBufferView[];
}

/**
 * A cache of results per page with a byte budget, shared by successive kernel calls. Evicts whole entries, least
 * recently used first.
 */
export class PageLru<Entry extends PageEntry> {
  readonly #budgetBytes: number;
  readonly #mostEntries: number;
  /** Least recently used first. */
  #entries: Entry[] = [];
  #sizeBytes = 0;

  /** @param mostEntries upper bound of entries, however small they are */
  constructor(budgetBytes: number, mostEntries = Infinity) {
    this.#budgetBytes = budgetBytes;
    this.#mostEntries = mostEntries;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  find(matches: (entry: Entry) => boolean): Entry | null {
    return this.#entries.find(matches) ?? null;
  }

  count(matches: (entry: Entry) => boolean): number {
    return this.#entries.filter(matches).length;
  }

  /** The entry that matches, or a new one. Marks it as most recently used. */
  use(matches: (entry: Entry) => boolean, make: () => Entry): Entry {
    const known = this.#entries.findIndex(matches);
    const entry = known >= 0 ? this.#entries.splice(known, 1)[0]! : make();
    this.#entries.push(entry);
    if (this.#entries.length > this.#mostEntries) this.#evict(this.#entries[0]!);
    return entry;
  }

  /**
   * Stores a page's result if the budget allows. Does nothing for an evicted entry, which an index build may still be
   * using.
   */
  store(entry: Entry, place: number, page: Entry['pages'][number]): void {
    if (!this.#entries.includes(entry)) return;
    while (this.#sizeBytes + page.byteLength > this.#budgetBytes) {
      const oldest = this.#entries[0]!;
      if (oldest === entry) return;
      this.#evict(oldest);
    }
    this.#sizeBytes += page.byteLength;
    entry.pages[place] = page;
  }

  /** Evicts all entries that match but the `most` used last. */
  keepLast(matches: (entry: Entry) => boolean, most: number): void {
    const matching = this.#entries.filter(matches);
    for (const entry of matching.slice(0, Math.max(0, matching.length - most))) this.#evict(entry);
  }

  drop(matches: (entry: Entry) => boolean): void {
    for (const entry of this.#entries.filter(matches)) this.#evict(entry);
  }

  clear(): void {
    this.#entries = [];
    this.#sizeBytes = 0;
  }

  #evict(entry: Entry): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
    for (const page of entry.pages) if (page) this.#sizeBytes -= page.byteLength;
  }
}
