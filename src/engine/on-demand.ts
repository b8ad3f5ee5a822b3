import { PikaError } from './errors';

/**
 * A part of the code that a page loads only when something needs it. `load` holds the literal `import('…')`, which
 * bundlers look for.
 */
export class OnDemand<Part> {
  readonly #name: string;
  readonly #import: () => Promise<Part>;
  #loading: Promise<Part> | null = null;
  #part: Part | null = null;

  /** @param name what error messages call it: `the code that reads CSV` */
  constructor(name: string, load: () => Promise<Part>) {
    this.#name = name;
    this.#import = load;
  }

  /** Loads the part once; tries again after a failure. Throws engine/missing-file. */
  load(): Promise<Part> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Loads the part ahead of its first use. If that fails, the first use reports it. */
  prepare(): void {
    this.load().catch(() => undefined);
  }

  /** The part, if it is loaded. */
  get ifLoaded(): Part | null {
    return this.#part;
  }

  /** The part. Only for code that runs after {@link load}: anything else is a bug. */
  get loaded(): Part {
    if (this.#part === null) throw new Error(`${this.#name} was used before it was loaded`);
    return this.#part;
  }

  async #load(): Promise<Part> {
    try {
      this.#part = await this.#import();
      return this.#part;
    } catch (thrown) {
      this.#loading = null;
      throw new PikaError(
        'engine/missing-file',
        {
          subject: this.#name,
          expected: 'to load when it was first needed',
          found: thrown instanceof Error ? thrown.message : String(thrown),
          next: 'Serve the whole folder dist/ of the package, chunks/ included, and reload the page.',
        },
        thrown,
      );
    }
  }
}
