import { tableFromIPC } from '@uwdata/flechette';
import * as arrow21 from 'apache-arrow';
import { EventLoopYield } from '../../src/engine/event-loop-yield';
import { laneOf, PAGE_ROWS } from '../../src/engine/columns/column';
import { keyAt, valueOf } from '../../src/engine/columns/keys';
import { createCatalog } from '../../src/engine/source/catalog';
import type { Catalog, SourceColumn } from '../../src/engine/source/source';

function equal(actual: unknown, expected: unknown, what = ''): void {
  const [a, b] = [actual, expected].map((value) =>
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)),
  );
  if (a !== b) throw new Error(`${what} expected ${b}, found ${a}`);
}

function values({ encoding, pages, type }: SourceColumn): unknown[] {
  return pages.flatMap(({ keys, rows }) =>
    Array.from({ length: rows }, (_, row) => {
      const key = keyAt(laneOf(encoding), keys, row);
      if (key === null) return null;
      return type.kind === 'category' ? type.labels[Number(key)] : valueOf(encoding, key);
    }),
  );
}

async function answer(catalog: Catalog, sql: string): Promise<unknown[][]> {
  const table = tableFromIPC(await catalog.sql(sql));
  return Array.from({ length: table.numRows }, (_, row) =>
    table.children.map((child: { at(row: number): unknown }) => child.at(row)),
  );
}

const ROWS = [
  { id: 1, city: 'Zürich', at: new Date('2024-02-03T04:05:06Z'), tags: ['a', 'b'] },
  { id: 2, city: null, at: null, tags: [] },
  { id: 3, city: 'Wien', at: new Date(0), tags: null },
];

/** Counts turns of the event loop. */
function countTurns(): { readonly count: () => number; readonly end: () => void } {
  const loopYield = new EventLoopYield();
  let turns = 0;
  let ended = false;
  void (async () => {
    for (; !ended; turns++) await loopYield.yield();
    loopYield.close();
  })();
  return {
    count: () => turns,
    end: () => {
      ended = true;
    },
  };
}

/** Calls `look` for every message of this kind sent to a worker during some work; returns the results. */
async function whileSent(kind: string, look: () => number, work: () => Promise<void>): Promise<number[]> {
  const seen: number[] = [];
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (
    this: Worker,
    message: { readonly kind?: unknown },
    transfer: Transferable[] = [],
  ) {
    if (message.kind === kind) seen.push(look());
    postMessage.call(this, message, { transfer });
  } as typeof postMessage;
  try {
    await work();
  } finally {
    Worker.prototype.postMessage = postMessage;
  }
  return seen;
}

describe('rows in memory', () => {
  const catalog = createCatalog();
  const owner = {};
  after(() => catalog.dispose());

  it('are drawn without the database', async () => {
    catalog.define({ name: 'cities', data: ROWS }, owner);
    const cities = await catalog.open('cities');
    equal(
      cities.fields.map(({ name, sqlType }) => `${name} ${sqlType}`),
      ['id INTEGER', 'city VARCHAR', 'at TIMESTAMP_MS', 'tags VARCHAR[]'],
    );
    const [city, id] = (await cities.columns(['city', 'id'])) as [SourceColumn, SourceColumn];
    equal(
      [values(city), values(id)],
      [
        ['Zürich', null, 'Wien'],
        [1, 2, 3],
      ],
    );
    equal(
      performance.getEntriesByType('resource').some(({ name }) => name.includes('duckdb-eh')),
      false,
      'database fetched',
    );
  });

  it('are tables for SQL, from any library', async () => {
    const x = Float32Array.from({ length: 600_000 }, (_, i) => i / 8);
    catalog.define({ name: 'arrays', data: { x, n: BigInt64Array.from(x, (_, i) => BigInt(i)) } }, owner);
    catalog.define(
      { name: 'arrow', data: arrow21.tableFromArrays({ x: Float64Array.of(0.5, 1.5), w: ['a', 'b'] }) },
      owner,
    );
    catalog.define(
      { name: 'bytes', data: arrow21.tableToIPC(arrow21.tableFromArrays({ y: Int32Array.of(7, 8, 9) }), 'file') },
      owner,
    );
    catalog.define({ name: 'summed', sql: 'SELECT sum(x) AS x, sum(n)::DOUBLE AS n FROM arrays' }, owner);
    equal(
      await answer(catalog, 'SELECT count(*)::INT, max(city), min("at")::VARCHAR, sum(len(tags))::INT FROM cities'),
      [[3, 'Zürich', '1970-01-01 00:00:00', 2]],
    );
    equal(await answer(catalog, 'SELECT x, n FROM summed'), [[x.reduce((a, b) => a + b, 0), (600_000 * 599_999) / 2]]);
    equal(await answer(catalog, 'SELECT sum(x), max(w) FROM arrow'), [[2, 'b']]);
    equal(await answer(catalog, 'SELECT sum(y)::INT FROM bytes'), [[24]]);
    const [odd, n] = (await (await catalog.open('arrays')).columns(['(n % 2)::INT', 'n'])) as [
      SourceColumn,
      SourceColumn,
    ];
    equal([values(odd).slice(0, 3), values(n).slice(-1)], [[0, 1, 0], [599_999]]);
    equal(x.length, 600_000, "the page's own array");
  });

  it('are passed to the worker in several tasks if there are many', async () => {
    const x = Float32Array.from({ length: 3 * PAGE_ROWS + 1 }, (_, i) => i % 1000);
    catalog.define({ name: 'many', data: { x } }, owner);
    const many = await catalog.open('many');
    const turns = countTurns();
    const takenIn = await whileSent('piece', turns.count, async () => {
      const [column] = (await many.columns(['x'])) as [SourceColumn];
      equal(
        column.pages.reduce((sum, { rows }) => sum + rows, 0),
        x.length,
      );
      column.pages.forEach(({ rows, keys }, page) => {
        for (let row = 0; row < rows; row++)
          if (keys[row] !== x[page * PAGE_ROWS + row]) throw new Error(`page ${page}, row ${row}: ${keys[row]}`);
      });
    }).finally(turns.end);
    // The first has the schema, the last marks the end. How many turns are between two depends on the browser.
    equal([takenIn.length, new Set(takenIn.slice(0, -1)).size > 1], [6, true], `taken in turns ${takenIn.join(', ')}:`);
    equal(await answer(catalog, 'SELECT count(*)::INT, sum(x) FROM many'), [[x.length, x.reduce((a, b) => a + b, 0)]]);
  });

  it('may be empty', async () => {
    catalog.define({ name: 'none', data: [] }, owner);
    equal((await (await catalog.open('none')).columns(['anything']))[0]!.rows, 0);
    catalog.define({ name: 'none', data: { x: new Float32Array(0), w: [] } }, owner);
    equal(
      (await (await catalog.open('none')).columns(['x', 'w', 'x + 1'])).map(({ rows }) => rows),
      [0, 0, 0],
    );
    catalog.define({ name: 'none', data: arrow21.tableFromArrays({ w: ['a', 'b'] }).slice(0, 0) }, owner);
    equal(
      (await (await catalog.open('none')).columns(['w', 'upper(w)'])).map(({ rows }) => rows),
      [0, 0],
    );
  });
});
