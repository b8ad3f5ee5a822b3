/**
 * Persists the record of used pipelines, one per adapter. It may fail in any way and return anything; callers must
 * handle that.
 */
export interface ShapeStore {
  read(adapter: string): Promise<unknown>;
  write(adapter: string, record: unknown): Promise<void>;
}

const DATABASE = 'pika-plot';
const TABLE = 'pipelines';

/** The browser's store for this origin, or null if it has none or denies the page access. */
export function browserShapeStore(): ShapeStore | null {
  try {
    const { indexedDB } = globalThis as { indexedDB?: IDBFactory };
    return indexedDB ? shapeStoreIn(indexedDB) : null;
  } catch {
    return null;
  }
}

/**
 * Opens the database for each of the few requests of a visit and closes it again: an open database could block another
 * page.
 */
export function shapeStoreIn(factory: IDBFactory): ShapeStore {
  const inTable = async <T>(mode: IDBTransactionMode, work: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const opening = factory.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE);
    const database = await settled(opening);
    try {
      const transaction = database.transaction(TABLE, mode);
      const request = work(transaction.objectStore(TABLE));
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = transaction.onerror = () =>
          reject(transaction.error ?? new Error('the transaction was aborted'));
      });
      return request.result;
    } finally {
      database.close();
    }
  };
  return {
    read: (adapter) => inTable('readonly', (table) => table.get(adapter) as IDBRequest<unknown>),
    write: async (adapter, record) => {
      await inTable('readwrite', (table) => table.put(record, adapter));
    },
  };
}

function settled<T>(request: IDBRequest<T> & { onblocked?: unknown }): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the database did not open'));
    request.onblocked = () => reject(new Error('another page has an older version of the database open'));
  });
}
