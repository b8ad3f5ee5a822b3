/** One stretch of time in one room, in milliseconds of `performance.now()`. */
export interface Span {
  readonly room: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
}

const KEPT_SPANS = 2048;

/** The last spans of the engine's life, oldest first. Begin and end cost two clock reads; nothing is kept past {@link KEPT_SPANS}. */
export class Profile {
  readonly #spans: Span[] = [];
  #next = 0;

  /** Starts a span; the function returned ends it. */
  begin(room: string, name: string): () => void {
    const startMs = performance.now();
    return () => this.#keep({ room, name, startMs, endMs: performance.now() });
  }

  async time<T>(room: string, name: string, work: () => Promise<T>): Promise<T> {
    const end = this.begin(room, name);
    try {
      return await work();
    } finally {
      end();
    }
  }

  get spans(): readonly Span[] {
    return [...this.#spans.slice(this.#next), ...this.#spans.slice(0, this.#next)];
  }

  #keep(span: Span): void {
    this.#spans[this.#next] = span;
    this.#next = (this.#next + 1) % KEPT_SPANS;
  }
}
