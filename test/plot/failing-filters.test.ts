import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SelectionClause } from '../../src/engine/grammar/selection-clause';
import { until } from '../harness/patience.mjs';
import { usePlots, type Plots } from '../harness/plots';

const QUERIES = { rows: 'SELECT i AS id, i % 7 AS a, i % 5 AS b FROM range(1000) t(i)' };
const DEFAULTS = { from: 'rows', mark: 'bar', y: 'count()', brush: 'x' };
const ways: readonly (readonly [how: string, plots: Plots])[] = [
  ['kernels', usePlots(QUERIES, DEFAULTS)],
  ['SQL', usePlots(QUERIES, DEFAULTS, { memory: { jsBytes: 100 } })],
];
const where = (predicate: string): readonly SelectionClause[] => [{ kind: 'sql', from: 'rows', predicate }];

for (const [how, plots] of ways)
  test(`plots counted by ${how} show why a filter failed until it is another one`, async () => {
    const plot = await plots.plotOf({ x: 'bin(a)' });
    const selection = plots.engine.selection('rows');
    const shows = (what: string, rows: number | null): Promise<boolean> =>
      until(what, async () => {
        const model = plot.models.at(-1)!;
        if (rows === null) return model.phase === 'error';
        const { counts } = (await plot.view.counts()) ?? { counts: new Uint32Array() };
        return model.phase === 'ready' && counts.reduce((sum, count) => sum + count, 0) === rows;
      });
    for (const wrong of ['nonsense((', 'no_such_column > 3', "CAST('x' || id AS INTEGER) > 0"]) {
      selection.restore(where(wrong));
      await shows(`the error of ${wrong}`, null);
      selection.restore(where('b < 2'));
      await shows('the rows of another filter', 400);
      selection.restore(where(wrong));
      await shows(`the error of ${wrong}`, null);
      selection.clear();
      await shows('all rows', 1000);
    }
    assert.equal(plot.models.at(-1)!.phase, 'ready');
  });
