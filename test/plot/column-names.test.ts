/** Columns named like words of SQL, or by several words, on every channel: plots equal those of plain names. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DrawnValue } from '../../src/engine/plot/drawn-values';
import { until } from '../harness/patience.mjs';
import { readyOf, usePlots, valuesOf, type Attributes } from '../harness/plots';

/** Plain names, and those that need quotes in SQL. */
const NAMES = {
  t1: 'at',
  n1: 'order',
  n2: 'end',
  n3: 'unit price',
  c1: 'group',
  c2: 'select',
  c3: 'Order Date',
} as const;
const COLUMNS: Readonly<Record<keyof typeof NAMES, string>> = {
  t1: "TIMESTAMP '2024-01-01' + to_hours(7 * i::INTEGER)",
  n1: 'i % 23',
  n2: 'i * 7919 % 101 / 4',
  n3: 'i * 31 % 17 + 1',
  c1: "'g' || i % 3",
  c2: "'s' || i % 4",
  c3: "DATE '2024-01-01' + (i % 40)::INTEGER",
};

function sqlOf(nameOf: (plain: keyof typeof NAMES) => string): string {
  const columns = (Object.keys(NAMES) as (keyof typeof NAMES)[]).map((name) => `${COLUMNS[name]} AS "${nameOf(name)}"`);
  return `SELECT ${columns.join(', ')} FROM range(400) r(i)`;
}

const plots = usePlots({ plain: sqlOf((name) => name), words: sqlOf((name) => NAMES[name]) }, {}, { size: [500, 400] });

function renamed(attributes: Attributes): Attributes {
  const entries = Object.entries(attributes).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replace(/\b[tnc]\d\b/g, (plain) => NAMES[plain as keyof typeof NAMES]) : value,
  ]);
  return Object.fromEntries(entries) as Attributes;
}

const PLOTS: Readonly<Record<string, Attributes>> = {
  bins: { mark: 'bar', x: 'bin(t1, step=month)', y: 'sum(n1)', color: 'c1' },
  'parts of dates': { mark: 'rect', x: 'hour(t1)', y: 'weekday(t1)', color: 'avg(n3)' },
  'parts of dates of several words': { mark: 'bar', x: 'month(c3)', y: 'median(n3)' },
  expressions: { mark: 'bar', x: 'bin(n1 + n2, step=5)', y: 'quantile(n2 / 2, 0.9)', color: 'upper(c1)' },
  points: { mark: 'point', x: 'n1', y: 'n3', color: 'c2', size: 'n2', shape: 'c1', opacity: 'n3' },
  lines: { mark: 'line', x: 't1', y: 'n2', series: 'c2', order: 'n1' },
  pies: { mark: 'arc', theta: 'sum(n3)', color: 'c2' },
  ranges: { mark: 'bar', x: 'c2', y: 'min(n1)', y2: 'max(n3)', sort: '-y', limit: '3' },
  texts: { mark: 'text', x: 'c1', y: 'distinct(n1)', text: 'count(DISTINCT n3)' },
  panels: { mark: 'bar', x: 'bin(n3)', y: 'count()', facetX: 'c2', facetY: 'c1 || c2' },
  density: { mark: 'density', x: 'n1', y: 'n2', color: 'avg(n3)' },
  boxes: { mark: 'box', x: 'c1', y: 'n3' },
  statistics: { mark: 'bar', x: 'c1', y: 'corr(n1, n2)', color: 'c2', stack: 'dodge' },
};

describe('columns named by words that SQL reserves, or by several words', () => {
  for (const [name, attributes] of Object.entries(PLOTS))
    it(`draw ${name}`, async () => {
      const [plain, words] = await Promise.all([
        plots.plotOf({ from: 'plain', ...attributes }),
        plots.plotOf({ from: 'words', ...renamed(attributes) }),
      ]);
      assert.deepEqual(await valuesOf(words), await valuesOf(plain));
    });

  for (const x of ['bin(n1)', 'weekday(t1)', 'n3', 'n1 * 2', 'upper(c2)'])
    it(`select by ${x}`, async () => {
      const [plain, words] = [await selectedBy('plain', x), await selectedBy('words', renamed({ x }).x!)];
      assert.deepEqual(words, plain);
    });

  it('filter by an entry of the legend', async () => {
    const plot = await plots.plotOf({ from: 'words', mark: 'bar', x: 'order', y: 'count()', color: 'upper(group)' });
    plot.view.legendActions!.toggle('color', 1, false);
    const [{ n } = {}] = await plots.rows(`SELECT count(*)::INTEGER AS n FROM words WHERE "group" = 'g1'`);
    await until('the filter', async () => total(await valuesOf(plot)) === n);
    plot.view.legendActions!.clear('color');
  });

  it('can be in a condition of the author', async () => {
    const plot = await plots.plotOf({ from: 'words', mark: 'bar', x: 'group', y: 'count()' });
    const selection = plots.engine.selection('words');
    selection.restore([{ kind: 'sql', from: 'words', predicate: "order > 3 AND group = 'g1'" }]);
    const [{ n } = {}] = await plots.rows(`SELECT count(*)::INTEGER AS n FROM words WHERE ${selection.toSQL('words')}`);
    await until('the filter', async () => total(await valuesOf(plot)) === n);
    selection.clear();
  });

  it('are counted and summed', async () => {
    const values = new Map<string, unknown>();
    let asked = '';
    const { count, dispose } = await plots.engine.createCount({
      counted: ({ aggregate }) => void values.set(asked, aggregate!.all),
      failed: (error) => assert.fail(error),
    });
    const request = { from: 'words', filterBy: ['words'], compare: null, format: null, lang: null, timeZone: null };
    for (asked of ['sum(order)', 'avg(unit price)', 'max(end - order)', 'count(DISTINCT select)']) {
      await count.update({ ...request, aggregate: asked });
      await until('a value', () => values.has(asked));
    }
    dispose();
    const [row] = await plots.rows(`SELECT CAST(sum("order") AS DOUBLE) AS a, avg("unit price") AS b,
      CAST(max("end" - "order") AS DOUBLE) AS c, count(DISTINCT "select")::INTEGER AS d FROM words`);
    assert.deepEqual([...values.values()], Object.values(row!));
  });
});

/** The selection's rows by SQL, and what another plot then draws, after a drag over a part of x. */
async function selectedBy(from: string, x: string): Promise<readonly unknown[]> {
  const plot = await plots.plotOf({ from, mark: 'bar', x, y: 'count()', brush: 'x' });
  const other = await plots.plotOf({ from, mark: 'bar', x: 'bin(1)', y: 'count()' });
  plot.view.brushTo({ x: [0, 200], y: null });
  await until('the selection', () => readyOf(plot).selectedText !== '');
  const sql = plots.engine.selection(from).toSQL(from);
  const [counted] = await plots.rows(`SELECT count(*)::INTEGER AS n FROM "${from}" WHERE ${sql}`);
  assert.equal(total(await valuesOf(other)), counted!.n);
  plot.view.brushTo(null);
  return [counted!.n, total(await valuesOf(other))];
}

function total(values: readonly DrawnValue[]): number {
  return values.reduce((sum, { y }) => sum + (y as number), 0);
}
