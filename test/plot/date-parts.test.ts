/** Parts of dates as categories in a fixed order: counts, groups, selections and texts, compared with SQL. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReadyModel } from '../../src/engine/plot/plot-model';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, sorted, ticksOf, usePlots, valuesOf } from '../harness/plots';

/** A row every 7 hours, from Friday, 1 March 2024. The first ten rows, `few`, have no Wednesday. */
const TIMES = `SELECT TIMESTAMP '2024-03-01 05:30:00' + INTERVAL 7 HOUR * i AS date, i % 50 AS delay
  FROM range(3000) r(i)`;

const plots = usePlots(
  { times: TIMES, few: `${TIMES} LIMIT 10` },
  { from: 'times', mark: 'bar' },
  { size: [900, 600] },
);
const { plotOf } = plots;

/** The rows of a statement as lists of values. */
async function rows(sql: string): Promise<unknown[][]> {
  return (await plots.rows(sql)).map((row) => Object.values(row));
}

describe('parts of dates', () => {
  const PARTS = [
    ['hour(date)', 'hour(date)'],
    ['weekday(date)', 'dayofweek(date)'],
    ['dayname(date)', 'dayofweek(date)'],
    ['isodow(date)', 'dayofweek(date)'],
    ['dayofmonth(date)', 'day(date)'],
    ['week(date)', 'week(date)'],
    ['monthname(date)', 'month(date)'],
    ['quarter(date)', 'quarter(date)'],
  ] as const;
  for (const [x, sql] of PARTS)
    it(`${x} counts as SQL does`, async () => {
      const drawn = await valuesOf(await plotOf({ x, y: 'count()' }));
      assert.deepEqual(
        sorted(drawn.map(({ x: part, y }) => [part, y])),
        sorted(await rows(`SELECT CAST(${sql} AS VARCHAR), count(*)::INTEGER FROM times GROUP BY 1`)),
      );
    });

  it('are in their fixed order with names in the language, also parts without rows', async () => {
    const plot = await plotOf({ from: 'few', x: 'weekday(date)' });
    assert.deepEqual(ticksOf(plot, 'x'), ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']);
    assert.deepEqual(ticksOf(await plotOf({ x: 'month(date)' }), 'x').slice(0, 3), ['Jan', 'Feb', 'Mar']);
    assert.deepEqual(ticksOf(await plotOf({ x: 'quarter(date)' }), 'x'), ['Q1', 'Q2', 'Q3', 'Q4']);
    const hours = ticksOf(await plotOf({ x: 'hour(date)' }), 'x');
    assert.deepEqual(
      hours,
      Array.from({ length: 24 }, (_, hour) => String(hour)),
    );
  });

  it('start weeks and name days as the language does', async () => {
    const german = await plotOf({ x: 'weekday(date)', lang: 'de' });
    assert.deepEqual(ticksOf(german, 'x'), ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So']);
    assert.equal(ticksOf(await plotOf({ x: 'weekday(date)', lang: 'ar-EG' }), 'x')[0], 'السبت');
  });

  it('follow an author who sorts or lists them', async () => {
    const sortedBars = await plotOf({ x: 'quarter(date)', y: 'count()', sort: '-y' });
    const counted = await rows('SELECT quarter(date), count(*)::INTEGER FROM times GROUP BY 1 ORDER BY 2 DESC');
    assert.deepEqual(
      ticksOf(sortedBars, 'x'),
      counted.map(([quarter]) => `Q${Number(quarter)}`),
    );
    assert.deepEqual(ticksOf(await plotOf({ x: 'quarter(date)', y: 'count()', sort: '-x' }), 'x')[0], 'Q4');
    const listed = await plotOf({ x: 'weekday(date)', xDomain: '["Sat", "Sun", "1"]' });
    assert.deepEqual(ticksOf(listed, 'x').slice(0, 3), ['Sat', 'Sun', 'Mon']);
  });

  it('stay numbers in a bin or on a number scale', async () => {
    const [first] = await valuesOf(await plotOf({ x: 'bin(hour(date), step=1)' }));
    assert.equal(typeof first!.x, 'number');
    const [point] = await valuesOf(await plotOf({ x: 'hour(date)', y: 'avg(delay)', mark: 'line', xScale: 'linear' }));
    assert.equal(typeof point!.x, 'number');
  });

  it('make a heat map, from the top, with colors by aggregates', async () => {
    const plot = await plotOf({ mark: 'rect', x: 'hour(date)', y: 'weekday(date)', color: 'avg(delay)', brush: 'xy' });
    assert.deepEqual(ticksOf(plot, 'y'), ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']);
    const model = readyOf(plot);
    assert.deepEqual([model.layout.x.title, model.layout.y.title], ['hour', 'weekday']);
    assert.deepEqual(
      sorted((await valuesOf(plot)).map(({ x, y, color }) => [x, y, color])),
      sorted(await rows(`SELECT hour(date)::VARCHAR, dayofweek(date)::VARCHAR, avg(delay) FROM times GROUP BY 1, 2`)),
    );
  });

  it('select by category: the clause filters other plots as SQL does, and is written in words', async () => {
    const plot = await plotOf({ x: 'weekday(date)', y: 'count()', brush: 'x' });
    const other = await plotOf({ x: 'hour(date)', y: 'count()' });
    plot.view.select({ x: ['1', '2'] });
    const model = await until(plot, ({ selectedText }) => selectedText !== '');
    assert.equal(model.selectedText, 'weekday Mon; weekday Tue');
    plot.view.brushTo({
      x: [Math.ceil(model.layout.box.width / 7), Math.floor((3 * model.layout.box.width) / 7)],
      y: null,
    });
    await until(plot, ({ selectedText }) => selectedText === 'weekday from Mon to Tue');
    const [range] = plot.view.selection!.ranges;
    assert.deepEqual([range!.kind, range!.labels], ['category', ['1', '2']]);
    assert.deepEqual(
      sorted((await valuesOf(other)).map(({ x, y }) => [x, y])),
      sorted(
        await rows(
          `SELECT hour(date)::VARCHAR, count(*)::INTEGER FROM times WHERE dayofweek(date) IN (1, 2) GROUP BY 1`,
        ),
      ),
    );
  });

  it('take formats of times', async () => {
    assert.deepEqual(ticksOf(await plotOf({ x: 'weekday(date)', xFormat: '%A' }), 'x')[1], 'Monday');
    assert.deepEqual(ticksOf(await plotOf({ x: 'hour(date)', xFormat: '%H:%M' }), 'x')[0], '00:00');
  });

  it('have names in a table of the values, which are as select(…) takes them', async () => {
    const plot = await plotOf({ x: 'weekday(date)', y: 'count()', color: 'month(date)', lang: 'de' });
    const [{ x, color } = {}] = await valuesOf(plot);
    assert.deepEqual([x, color], ['1', '1']);
    assert.deepEqual([plot.view.labelOf('x', '1'), plot.view.labelOf('color', '3')], ['Mo', 'Mär']);
    assert.equal(plot.view.labelOf('y', '1'), '1');
    plot.view.select({ x: ['1'] });
    await until(plot, ({ selectedText }) => selectedText === 'weekday Mo');
  });

  it('color bars in their order, with a legend', async () => {
    const plot = await plotOf({ x: 'quarter(date)', y: 'count()', color: 'weekday(date)', lang: 'de' });
    const model = readyOf(plot);
    const [legend] = model.legend;
    assert.equal(legend!.title, 'weekday');
    assert.deepEqual(
      legend!.entries.map(({ label }) => label),
      ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'],
    );
  });

  it('appear in tooltips by name', async () => {
    const plot = await plotOf({ mark: 'rect', x: 'hour(date)', y: 'weekday(date)', color: 'count()' });
    const at = plot.view.hoverLookup!.step(null, 0, 0)!;
    plot.view.hoverLookup!.point(at);
    const texts = plot.hovers.at(-1)!.values!.map(({ title, text }) => `${title}: ${text}`);
    assert.match(texts.join(', '), /^hour: \d+, weekday: (Sun|Mon|Tue|Wed|Thu|Fri|Sat), rows: \d+$/);
  });
});

/** The first model that fits, once it is shown. */
async function until(plot: NodePlot, fits: (model: ReadyModel) => boolean): Promise<ReadyModel> {
  for (;;) {
    const model = plot.models.at(-1);
    if (model?.phase === 'ready' && fits(model)) return model;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
