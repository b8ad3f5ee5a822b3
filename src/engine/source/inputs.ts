import type { SqlParameters } from '../sql/sql-parameters';

/** The values of a page's inputs, by name. They replace each `$name` in SQL for which the query itself has no value. */
export class Inputs {
  readonly #values = new Map<string, unknown>();

  set(name: string, value: unknown): void {
    this.#values.set(name, value);
  }

  remove(name: string): void {
    this.#values.delete(name);
  }

  /** All values; `own` ones override those of inputs. */
  under(own: SqlParameters = {}): SqlParameters {
    return { ...Object.fromEntries(this.#values), ...own };
  }
}
