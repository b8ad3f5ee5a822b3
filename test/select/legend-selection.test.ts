/** Legends of one column in several plots are one control. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, usePlots } from '../harness/plots';

const ROWS = `SELECT i % 7 AS n, CASE WHEN i % 5 = 0 THEN NULL ELSE chr(97 + (i % 4)::INTEGER) END AS region,
  chr(65 + (i % 3)::INTEGER) AS part FROM range(1000) r(i)`;
const plots = usePlots({ t: ROWS }, { from: 't', mark: 'bar', y: 'count()' });

/** The entries that the legend of color does not strike out. */
function litOf(plot: NodePlot): readonly string[] {
  return readyOf(plot)
    .legend[0]!.entries.filter(({ muted }) => !muted)
    .map(({ label }) => label);
}

function toggle(plot: NodePlot, label: string, add = false): void {
  const { value } = readyOf(plot).legend[0]!.entries.find((entry) => entry.label === label)!;
  plot.view.legendActions!.toggle('color', value, add);
}

async function countOf(plot: NodePlot): Promise<number> {
  const values = (await plot.view.values())!;
  return values.reduce((sum, { y }) => sum + Number(y), 0);
}

describe('legends of one column', () => {
  it('show the same entries, and a click in either replaces the other’s', async () => {
    const first = await plots.plotOf({ x: 'n', color: 'region' });
    const second = await plots.plotOf({ x: 'part', color: 'region' });
    const third = await plots.plotOf({ x: 'n', color: 'part' });
    const { length: all } = litOf(third);
    toggle(first, 'b');
    assert.deepEqual([litOf(first), litOf(second)], [['b'], ['b']]);
    assert.equal(litOf(third).length, all, 'the legend of another column');
    toggle(second, 'c');
    assert.deepEqual([litOf(first), litOf(second)], [['c'], ['c']]);
    const [{ n }] = (await plots.rows(`SELECT count(*)::INTEGER AS n FROM (${ROWS}) WHERE region = 'c'`)) as [
      { n: number },
    ];
    await until('the filter', async () => (await countOf(third)) === n);
    toggle(first, 'no value', true);
    assert.deepEqual(litOf(second), ['c', 'no value']);
    second.view.legendActions!.clear('color');
    assert.equal(litOf(first).length, 5);
    await until('all rows', async () => (await countOf(third)) === 1000);
  });

  it('a plot that comes later shows what is selected, and the last to go clears it', async () => {
    const other = await plots.plotOf({ x: 'n' });
    const first = await plots.plotOf({ x: 'n', color: 'region' });
    toggle(first, 'a');
    const second = await plots.plotOf({ x: 'part', color: 'region' });
    assert.deepEqual(litOf(second), ['a']);
    first.dispose();
    assert.deepEqual(litOf(second), ['a']);
    await until('the filter', async () => (await countOf(other)) < 1000);
    second.dispose();
    await until('all rows', async () => (await countOf(other)) === 1000);
  });

  it('plots that no longer show a legend of the column, or never did, do not keep the filter', async () => {
    const other = await plots.plotOf({ x: 'n' });
    const hidden = await plots.plotOf({ x: 'part', color: 'region', legend: 'off' });
    const changing = await plots.plotOf({ x: 'n', color: 'region' });
    for (const now of [{ color: 'part' }, {}, { color: 'region', legend: 'off' }, { color: 'n' }] as const) {
      const last = await plots.plotOf({ x: 'n', color: 'region' });
      toggle(last, 'a');
      await until('the filter', async () => (await countOf(other)) < 1000);
      changing.view.update({
        from: 't',
        mark: 'bar',
        x: 'n',
        y: 'count()',
        brush: null,
        xDomain: null,
        yDomain: null,
        ...now,
      });
      await changing.view.values();
      assert.ok((await countOf(other)) < 1000, 'one legend still shows it');
      last.dispose();
      await until(`all rows after ${JSON.stringify(now)}`, async () => (await countOf(other)) === 1000);
    }
    assert.equal(readyOf(hidden).legend.length, 0);
  });

  it('drops the filter when its column no longer has categories', async () => {
    const owner = {};
    const define = (sql: string) => void plots.engine.define({ name: 'u', sql }, owner);
    define("SELECT i % 7 AS n, 'r' || (i % 2) AS region FROM range(100) r(i)");
    const other = await plots.plotOf({ from: 'u', x: 'n' });
    const only = await plots.plotOf({ from: 'u', x: 'n', color: 'region' });
    toggle(only, 'r1');
    await until('the filter', async () => (await countOf(other)) === 50);
    define('SELECT i % 7 AS n, i / 7 AS region FROM range(200) r(i)');
    await until('no clause', () => plots.engine.selection('u').clauses.length === 0);
    await until('all rows', async () => (await countOf(other)) === 200);
  });
});
