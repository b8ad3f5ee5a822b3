/** Brushes over two queries of one page, in turn: each has an index of its own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, usePlots } from '../harness/plots';

const { plotOf, rows } = usePlots(
  {
    odd: 'SELECT (i * 7 % 100)::FLOAT AS a, (i % 10)::FLOAT AS b FROM range(1000) r(i)',
    even: 'SELECT (i * 3 % 100)::FLOAT AS a, (i * i % 10)::FLOAT AS b FROM range(2000) r(i)',
  },
  { mark: 'bar', y: 'count()', xDomain: '0, 100' },
);

async function brushed(from: string): Promise<{ readonly brush: NodePlot; readonly other: NodePlot }> {
  const brush = await plotOf({ from, x: 'bin(a, step=1)', brush: 'x' });
  return { brush, other: await plotOf({ from, x: 'bin(b, step=1)', xDomain: '0, 10' }) };
}

test('a brush over one query counts its own rows after a brush over another', async () => {
  const plots = { odd: await brushed('odd'), even: await brushed('even') };
  for (const [from, share] of [
    ['odd', 0.2],
    ['even', 0.6],
    ['odd', 0.4],
    ['even', 0.3],
  ] as const) {
    const { brush, other } = plots[from];
    const { width } = readyOf(brush).layout.box;
    brush.view.brushTo({ x: [0, Math.round(share * width)], y: null });
    const { counts } = (await other.view.counts())!;
    const [range] = brush.view.selection!.ranges;
    const expected = await rows(
      `SELECT b, count(*)::INTEGER AS n FROM ${from} WHERE a >= ${range!.lo} AND a < ${range!.hi} GROUP BY b ORDER BY b`,
    );
    const found = [...counts].flatMap((n, b) => (n > 0 ? [{ b, n }] : []));
    assert.deepEqual(found, expected, `${from}, up to ${share}`);
  }
});
