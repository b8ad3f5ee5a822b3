import { PikaError } from '../errors';
import { Emitter } from '../events/emitter';

export type ClaimKind = 'query' | 'input' | 'selection';

interface Claim {
  readonly owner: object;
  /** The name as the owner wrote it. */
  readonly name: string;
}

/**
 * Who holds which names of one kind. A name has one holder while that is on the page. A holder that has left it (its
 * `isConnected` is false) gives way to the next: frameworks put the new element in before the old one has had time to
 * say that it is gone.
 */
export class Claims {
  readonly #kind: ClaimKind;
  readonly #claims = new Map<string, Claim>();
  readonly #events = new Emitter<{ freed: string }>();

  constructor(kind: ClaimKind) {
    this.#kind = kind;
  }

  /**
   * Gives the name to an owner; answers whose it was, when that one gave way.
   * @throws PikaError `source/duplicate-name` when another owner holds it and is on the page
   */
  claim(name: string, owner: object): Claim | null {
    const held = this.#claims.get(this.#key(name)) ?? null;
    if (held && held.owner !== owner && !hasLeft(held.owner)) {
      const anyCase = this.#kind === 'query' ? ' (names that differ only in upper and lower case are the same)' : '';
      throw new PikaError('source/duplicate-name', {
        subject: `${this.#kind} "${name}"`,
        expected: 'a name of its own',
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

  /** Releases a name and calls back those who wait for it, within the call. Returns whether the owner held it. */
  free(name: string, owner: object): boolean {
    if (!this.owns(name, owner)) return false;
    this.#claims.delete(this.#key(name));
    this.#events.emit('freed', this.#key(name));
    return true;
  }

  /** Calls back when a holder gives the name up; returns the function that stops it. */
  onFreed(name: string, listener: () => void): () => void {
    return this.#events.on('freed', (key) => {
      if (key === this.#key(name)) listener();
    });
  }

  /** Tables of the database heed no case; values of `$name`s and selections do. */
  #key(name: string): string {
    return this.#kind === 'query' ? name.toLowerCase() : name;
  }
}

function hasLeft(owner: object): boolean {
  return 'isConnected' in owner && owner.isConnected === false;
}
