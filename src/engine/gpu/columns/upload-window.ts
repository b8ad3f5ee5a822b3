interface Waiting {
  readonly sizeBytes: number;
  readonly enter: () => void;
}

/**
 * Limits the bytes of all uploads in flight: copying blocks the main thread, and copies in flight need memory twice.
 * First come, first served. An upload larger than the window runs alone.
 */
export class UploadWindow {
  readonly #mostBytes: number;
  readonly #waiting: Waiting[] = [];
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Resolves when the bytes fit into the window, with a function that frees them again. */
  enter(sizeBytes: number): Promise<() => void> {
    return new Promise((resolve) => {
      this.#waiting.push({ sizeBytes, enter: () => resolve(() => this.#leave(sizeBytes)) });
      this.#next();
    });
  }

  #leave(sizeBytes: number): void {
    this.#bytes -= sizeBytes;
    this.#next();
  }

  #next(): void {
    for (
      let first = this.#waiting[0];
      first && (this.#bytes === 0 || this.#bytes + first.sizeBytes <= this.#mostBytes);
      first = this.#waiting[0]
    ) {
      this.#waiting.shift();
      this.#bytes += first.sizeBytes;
      first.enter();
    }
  }
}
