import { RowsService } from '../../src/engine/rows/rows-service';
import { createCatalog } from '../../src/engine/source/catalog';
import { Results } from '../../src/engine/source/results';
import type { Catalog } from '../../src/engine/source/source';
import { nodeDatabase } from './node-database';

/** Named queries as in a page, under Node: rows and a real DuckDB in this process. */
export interface NodeCatalog {
  readonly catalog: Catalog;
  readonly results: Results;
  /** Defines a query under a new name, and returns the name. */
  defined(
    source: { readonly json: string } | { readonly data: unknown } | { readonly sql: string } | { readonly src: Blob },
  ): string;
  close(): void;
}

export async function nodeCatalog(): Promise<NodeCatalog> {
  const database = await nodeDatabase();
  const catalog = createCatalog({
    database: database.forEngine(),
    rows: new RowsService(() => import('parquet-wasm/node')),
  });
  let serial = 0;
  return {
    catalog,
    results: new Results(catalog),
    defined: (source) => {
      const name = `q${++serial}`;
      const definition =
        'json' in source ? { name, src: new Blob([source.json]), read: { format: 'json' } } : { name, ...source };
      catalog.define(definition as Parameters<Catalog['define']>[0], {});
      return name;
    },
    close: () => {
      catalog.dispose();
      database.close();
    },
  };
}
