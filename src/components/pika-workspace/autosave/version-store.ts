/** A state that a page has stored. */
export interface StoredVersion {
  /** Unique in the store. */
  readonly key: string;
  /** Of the workspace. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly savedAtMs: number;
  /** A `WorkspaceState`, or null for the page as its author wrote it. */
  readonly json: string;
}

/** Keeps the versions of workspaces. Other pages of the origin read and write them, too. */
export interface VersionStore {
  /** The newest first. */
  read(name: string): Promise<readonly StoredVersion[]>;
  /** Adds a version or replaces the one with its key, and drops the oldest of its workspace. */
  write(version: StoredVersion): Promise<void>;
  clear(name: string): Promise<void>;
}

/** Most versions of a workspace. */
export const MOST_VERSIONS = 20;

const DATABASE = 'pika-plot-workspaces';
const TABLE = 'versions';
const BY_TIME = 'by-time';

/**
 * Versions in IndexedDB. The database stays open, because a page that closes has no time to open it; it gives way to a
 * page that deletes it.
 */
export class IndexedVersions implements VersionStore {
  readonly #factory: () => IDBFactory;
  #database: Promise<IDBDatabase> | null = null;

  /** @param factory throws where the page may not store anything */
  constructor(factory: () => IDBFactory) {
    this.#factory = factory;
  }

  async read(name: string): Promise<readonly StoredVersion[]> {
    const versions = await this.#inTable(
      'readonly',
      (table) => table.index(BY_TIME).getAll(allOf(name)) as IDBRequest<StoredVersion[]>,
    );
    return versions.reverse();
  }

  async write(version: StoredVersion): Promise<void> {
    await this.#inTable('readwrite', (table) => {
      table.put(version);
      const keys = table.index(BY_TIME).getAllKeys(allOf(version.name));
      keys.onsuccess = () => {
        for (const key of keys.result.slice(0, -MOST_VERSIONS)) table.delete(key);
      };
      return keys;
    });
  }

  async clear(name: string): Promise<void> {
    await this.#inTable('readwrite', (table) => {
      const keys = table.index(BY_TIME).getAllKeys(allOf(name));
      keys.onsuccess = () => {
        for (const key of keys.result) table.delete(key);
      };
      return keys;
    });
  }

  async #inTable<T>(mode: IDBTransactionMode, work: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const transaction = (await this.#open()).transaction(TABLE, mode);
    const request = work(transaction.objectStore(TABLE));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the browser stopped the transaction'));
    });
    return request.result;
  }

  #open(): Promise<IDBDatabase> {
    const opening = (this.#database ??= new Promise((resolve, reject) => {
      const request = this.#factory().open(DATABASE, 1);
      request.onupgradeneeded = () =>
        request.result.createObjectStore(TABLE, { keyPath: 'key' }).createIndex(BY_TIME, ['name', 'savedAtMs']);
      request.onerror = () => reject(request.error ?? new Error('the database did not open'));
      request.onsuccess = () => {
        const database = request.result;
        const forget = (): void => {
          this.#database = null;
        };
        database.onversionchange = () => {
          database.close();
          forget();
        };
        // The user has deleted the site's data.
        database.onclose = forget;
        resolve(database);
      };
    }));
    opening.catch(() => {
      this.#database = null;
    });
    return opening;
  }
}

/** All versions of a workspace, in the order of their times. */
function allOf(name: string): IDBKeyRange {
  return IDBKeyRange.bound([name], [name, []]);
}
