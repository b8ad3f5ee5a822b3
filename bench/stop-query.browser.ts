/**
 * `npm run bench:stop`: time from an abort until the connection of the running query answers the next one, for SQL and
 * for columns of a table, of a window and of a subquery. Medians. It measures, it doesn't judge: that a query stops is
 * tested by `test/source/connections.browser.ts`.
 */
import { createCatalog } from '../src/engine/source/catalog';
import type { Progress } from '../src/engine/source/source';
import { median } from './median';

const ROUNDS = 9;
/** Days of work. */
const ENDLESS = '(SELECT sum(hash(i)::HUGEINT % 7)::BIGINT FROM range(40000000000000) t(i))';
const COLUMNS = {
  'columns of a table': Array.from({ length: 20 }, (_, i) => `length(sha256(n::VARCHAR || '${i}'))`).join(' + '),
  'columns with a window': 'sum(n) OVER (ORDER BY hash(n) ROWS 8000 PRECEDING)',
  'columns with a subquery': `n + ${ENDLESS}`,
};

describe('canceling a query', function () {
  this.timeout(0);
  const catalog = createCatalog();
  before(async () => {
    catalog.define({ name: 'numbers', sql: 'SELECT range AS n FROM range(6000000)' }, {});
    await catalog.open('numbers');
  });
  after(() => catalog.dispose());

  type Options = { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void };
  const ways: Record<string, (options: Options) => Promise<unknown>> = {
    SQL: (options) => catalog.sql(`SELECT ${ENDLESS}`, { priority: 'background', ...options }),
  };
  for (const [what, expression] of Object.entries(COLUMNS))
    ways[what] = async (options) => (await catalog.open('numbers')).columns([expression], options);

  for (const [what, start] of Object.entries(ways))
    it(what, async () => {
      const tookMs: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const stop = new AbortController();
        let running: Promise<unknown>;
        await new Promise<void>((resolve) => {
          const onProgress = ({ unit, done }: Progress): void => {
            if (unit === 'seconds' || (unit === 'rows' && done > 0)) resolve();
          };
          running = start({ signal: stop.signal, onProgress }).catch(() => undefined);
        });
        const startMs = performance.now();
        stop.abort();
        await running!;
        await catalog.sql('SELECT 7', { priority: 'background' });
        tookMs.push(performance.now() - startMs);
      }
      console.log(
        `${what}: free after ${median(tookMs).toFixed(0)} ms (${Math.min(...tookMs).toFixed(0)} to ${Math.max(...tookMs).toFixed(0)})`,
      );
    });
});
