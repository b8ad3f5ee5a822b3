import { PikaError } from '../errors';
import { Emitter } from '../events/emitter';

export type ClaimKind = 'query' | 'input' | 'selection';

interface Claim {
  readonly owner: object;
  /** The name as the owner wrote it. */
  readonly name: string;
}

/**
 * The owners of the names of one kind. An owner keeps its name while it is on the page. An owner that has left (its
 * `isConnected` is false) loses the name to the next claimant: frameworks insert a new element before the old one's
 * disconnect callback runs.
 */
export class Claims {
  readonly #kind: ClaimKind;
  readonly #claims = new Map<string, Claim>();
  readonly #events = new Emitter<{ freed: string }>();

  constructor(kind: ClaimKind) {
    this.#kind = kind;
  }

  /**
   * Gives the name to an owner; returns the previous owner's claim if it lost the name.
   * @throws PikaError `source/duplicate-name` if it belongs to another owner on the page
   */
  claim(name: string, owner: object): Claim | null {
    const held = this.#claims.get(this.#key(name)) ?? null;
    if (held && held.owner !== owner && !hasLeft(held.owner)) {
      const anyCase = this.#kind === 'query' ? ' (names are case-insensitive)' : '';
      throw new PikaError('source/duplicate-name', {
        subject: `${this.#kind} "${name}"`,
        expected: 'a unique name',
        found: `another ${this.#kind} named "${held.name}" on this page`,
        next: `Rename or remove one of the two${anyCase}.`,
      });
    }
    this.#claims.set(this.#key(name), { owner, name });
    return held && held.owner !== owner ? held : null;
  }

  owns(name: string, owner: object): boolean {
    return this.#claims.get(this.#key(name))?.owner === owner;
  }

  /** Releases a name and synchronously notifies its listeners. Returns whether the owner held it. */
  release(name: string, owner: object): boolean {
    if (!this.owns(name, owner)) return false;
    this.#claims.delete(this.#key(name));
    this.#events.emit('freed', this.#key(name));
    return true;
  }

  /** Listens for a name to be released; returns the function that removes the listener. */
  onReleased(name: string, listener: () => void): () => void {
    return this.#events.on('freed', (key) => {
      if (key === this.#key(name)) listener();
    });
  }

  /** Queries are DuckDB tables, whose names are case-insensitive. Inputs and selections are case-sensitive. */
  #key(name: string): string {
    return this.#kind === 'query' ? name.toLowerCase() : name;
  }
}

function hasLeft(owner: object): boolean {
  return 'isConnected' in owner && owner.isConnected === false;
}
