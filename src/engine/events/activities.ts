/** How far something has come; `total` is null while nobody knows it. */
interface Amount {
  readonly done: number;
  readonly total: number | null;
}

/** One piece of work: reports while it goes on, then ends one way or the other. */
export interface Activity<P extends Amount> {
  report(progress: P): void;
  /** Answers with the end of what was reported of it, for whoever waits for this piece alone; null when nothing was. */
  finish(): P | null;
  /** It failed, or nobody wants it any more. */
  stop(): void;
}

/** Who is told. */
export interface ActivityListener<P extends Amount> {
  progress(source: string, progress: P, isLast: boolean): void;
  /** Nothing goes on there any more, and it did not come to its end. */
  stopped(source: string): void;
}

/**
 * Work that goes on for sources, several pieces for one at once. Nothing that reads as 100 % is told before the last
 * piece is done, a stage that ends included; then exactly that is.
 */
export class Activities<P extends Amount> {
  readonly #listener: ActivityListener<P>;
  readonly #going = new Map<string, { pieces: number; last: P | null }>();

  constructor(listener: ActivityListener<P>) {
    this.#listener = listener;
  }

  begin(source: string): Activity<P> {
    const going = this.#going.get(source) ?? { pieces: 0, last: null };
    this.#going.set(source, going);
    going.pieces++;
    let own: P | null = null;
    let ended = false;
    /** Answers whether it was the last piece. */
    const end = (): boolean => {
      if (ended) return false;
      ended = true;
      if (--going.pieces > 0) return false;
      this.#going.delete(source);
      return true;
    };
    return {
      report: (progress) => {
        if (ended) return;
        own = going.last = progress;
        if (progress.total === null || progress.done < progress.total) this.#listener.progress(source, progress, false);
      },
      finish: () => {
        if (end() && going.last) this.#listener.progress(source, allOf(going.last), true);
        return own && allOf(own);
      },
      stop: () => {
        if (end()) this.#listener.stopped(source);
      },
    };
  }
}

function allOf<P extends Amount>(progress: P): P {
  return { ...progress, done: progress.total ?? progress.done };
}
