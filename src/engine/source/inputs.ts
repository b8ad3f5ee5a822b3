import { PikaError } from '../errors';
import type { SqlParameters } from './sql-parameters';

interface Held {
  readonly value: unknown;
  readonly owner: object;
}

/** What the inputs of a page say, by name: the values of `$name`s in SQL that a query has no value of its own for. */
export class Inputs {
  readonly #held = new Map<string, Held>();

  /** @throws PikaError `source/duplicate-name` when another owner holds the name */
  set(name: string, value: unknown, owner: object): void {
    const held = this.#held.get(name);
    if (held && held.owner !== owner) {
      throw new PikaError('source/duplicate-name', {
        subject: `input "${name}"`, expected: 'a name of its own', found: `another input named "${name}" on this page`, next: 'Rename one of the two.',
      });
    }
    this.#held.set(name, { value, owner });
  }

  /** Whether there was one of this owner. */
  remove(name: string, owner: object): boolean {
    return this.#held.get(name)?.owner === owner && this.#held.delete(name);
  }

  /** All values, `own` ones before those of inputs. */
  under(own: SqlParameters = {}): SqlParameters {
    return { ...Object.fromEntries([...this.#held].map(([name, { value }]) => [name, value])), ...own };
  }
}
