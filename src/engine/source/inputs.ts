import type { SqlParameters } from '../sql/sql-parameters';

/** What the inputs of a page say, by name: the values of `$name`s in SQL that a query has no value of its own for. */
export class Inputs {
  readonly #values = new Map<string, unknown>();

  set(name: string, value: unknown): void {
    this.#values.set(name, value);
  }

  remove(name: string): void {
    this.#values.delete(name);
  }

  /** All values, `own` ones before those of inputs. */
  under(own: SqlParameters = {}): SqlParameters {
    return { ...Object.fromEntries(this.#values), ...own };
  }
}
