import { PikaError, pageEngine } from '../../engine/index';

export interface ChoicesListener {
  readonly loaded: (choices: readonly unknown[]) => void;
  readonly failed: (error: PikaError) => void;
}

/** The distinct values of a column, loaded again whenever the rows of its query change. */
export class Choices {
  readonly #listener: ChoicesListener;
  #loading = new AbortController();
  #off: (() => void) | null = null;

  constructor(listener: ChoicesListener) {
    this.#listener = listener;
  }

  /** Loads the values of another column; of none if one of the names is missing. */
  follow(from: string | null, column: string | null): void {
    this.stop();
    if (from) this.#off = pageEngine().onChanged(from, () => void this.#load(from, column));
    void this.#load(from, column);
  }

  stop(): void {
    this.#loading.abort();
    this.#off?.();
    this.#off = null;
  }

  async #load(from: string | null, column: string | null): Promise<void> {
    this.#loading.abort();
    const { signal } = (this.#loading = new AbortController());
    if (!from || !column) return;
    try {
      await pageEngine().open(from, { signal });
      const choices = await pageEngine().results.distinct(from, column, { signal });
      if (!signal.aborted) this.#listener.loaded(choices);
    } catch (thrown) {
      if (!signal.aborted) this.#listener.failed(PikaError.from(thrown));
    }
  }
}

/** The first of the wanted values that is among the choices; values that are equal as text are the same. */
export function choiceAmong(
  choices: readonly unknown[],
  [current, written]: readonly unknown[],
  isRequired: boolean,
): unknown {
  if (choices.length === 0 || (current === null && !isRequired)) return current ?? null;
  const found = [current, written].flatMap((wanted) => {
    const same = choices.filter((choice) => wanted != null && String(choice) === String(wanted));
    return same.includes(wanted) ? [wanted] : same.slice(0, 1);
  });
  return found[0] ?? (isRequired ? choices[0] : null) ?? null;
}
