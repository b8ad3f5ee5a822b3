interface Waiting {
  readonly sizeBytes: number;
  readonly enter: () => void;
}

/**
 * How many bytes may be on their way to the GPU at once, of all uploads together: copying them is the page's own time,
 * and what it copies ahead stands in memory once more. First come, first in; one that is larger than the window goes
 * alone.
 */
export class UploadWindow {
  readonly #mostBytes: number;
  readonly #waiting: Waiting[] = [];
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Resolves when there is room, with the function that gives it back. */
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
