import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Selection } from '../../src/engine/link/selection';
import type { SelectRange } from '../../src/engine/select/select-values';
import { usePlots } from '../harness/plots';

const plots = usePlots(
  {
    sales: `SELECT i::INTEGER AS pieces, CASE i WHEN 3 THEN 'Infinity'::DOUBLE WHEN 4 THEN '-Infinity'::DOUBLE
      ELSE i / 7 END AS price, make_timestamp_ns(i * 1000003) AS at FROM range(100) t(i)`,
  },
  { from: 'sales', mark: 'bar', y: 'count()', brush: 'x' },
);
const RANGES: readonly SelectRange[] = [
  [1e300, 1e301],
  [-1e301, 1e300],
  [-(10n ** 45n), 10n ** 45n],
  [-Infinity, 50],
  [10, Infinity],
  [-Infinity, Infinity],
  [Infinity, Infinity],
  [-Infinity, -Infinity],
];

for (const column of ['pieces', 'price', 'at'])
  test(`a selection of ${column} far outside the axis is saved and restored as JSON`, async () => {
    const { view } = await plots.plotOf({ x: `bin(${column})` });
    for (const x of RANGES) {
      view.select({ x });
      const { clauses } = plots.engine.selection('sales');
      assert.equal(clauses.length, 1);
      const saved: unknown = JSON.parse(JSON.stringify(clauses));
      const restored = new Selection('restored');
      restored.restore(saved);
      assert.deepEqual(JSON.parse(JSON.stringify(restored.clauses)), saved, String(x));
      const count = async (selection: Selection): Promise<unknown> =>
        (await plots.rows(`SELECT count(*) AS n FROM sales WHERE ${selection.toSQL('sales')}`))[0]!.n;
      assert.equal(await count(restored), await count(plots.engine.selection('sales')), String(x));
      if (x[0] === x[1]) assert.equal(await count(restored), 0);
    }
  });
