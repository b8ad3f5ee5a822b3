/**
 * Many listeners for one that the browser calls. A page may have a thousand elements that listen to the same event of
 * their document: the browser takes the longer to add one more, the more there are.
 */
export class SharedListener<Args extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...args: Args) => void>();
  readonly #begin: (call: (...args: Args) => void) => () => void;
  #end: (() => void) | null = null;

  /** @param begin begins to listen, while there are listeners; returns what ends that */
  constructor(begin: (call: (...args: Args) => void) => () => void) {
    this.#begin = begin;
  }

  /** Returns the function that removes the listener. */
  add(listener: (...args: Args) => void): () => void {
    this.#listeners.add(listener);
    this.#end ??= this.#begin((...args) => {
      for (const one of this.#listeners) one(...args);
    });
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#end?.();
      this.#end = null;
    };
  }
}
