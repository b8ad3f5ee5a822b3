/** Progress of some work; `total` is null while unknown. */
interface Amount {
  readonly done: number;
  readonly total: number | null;
}

/** One piece of work: reports progress, then finishes or stops. */
export interface TrackedWork<P extends Amount> {
  report(progress: P): void;
  /** Returns the final progress of this piece, for its own listener; null when it reported none. */
  finish(): P | null;
  /** The work failed or is no longer needed. */
  stop(): void;
}

export interface ActivityListener<P extends Amount> {
  progress(source: string, progress: P, isLast: boolean): void;
  /** The source's last running piece stopped instead of finishing. */
  stopped(source: string): void;
}

/**
 * Tracks the progress of each source, which may have several pieces of work running. Reports 100 % once, when the last
 * piece finishes; until then it holds back reports that complete a stage.
 */
export class ProgressTracker<P extends Amount> {
  readonly #listener: ActivityListener<P>;
  readonly #going = new Map<string, { pieces: number; last: P | null }>();

  constructor(listener: ActivityListener<P>) {
    this.#listener = listener;
  }

  begin(source: string): TrackedWork<P> {
    const going = this.#going.get(source) ?? { pieces: 0, last: null };
    this.#going.set(source, going);
    going.pieces++;
    let own: P | null = null;
    let ended = false;
    /** Returns whether this was the source's last piece. */
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
