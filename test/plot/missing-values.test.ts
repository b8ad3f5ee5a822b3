/** Rows without a value: the groups they form, the legends that name them, and the notes that count those left out. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PlotRequest } from '../../src/engine/grammar/plot-spec';
import type { NodePlot } from '../harness/node-engine';
import { readyOf, summaryOf, usePlots, valuesOf } from '../harness/plots';
import { recordedWork } from '../harness/recorded-work';
import { until } from '../harness/patience.mjs';

const { calls, seams } = recordedWork();
const ROWS = `SELECT i % 1000 AS place, CASE WHEN i % 5 > 0 THEN 'r' || i % 4 END AS region,
    CASE WHEN i % 3 > 0 THEN 'c' || i % 3 END AS channel, i % 3 = 0 AS isMissing,
    CASE WHEN i % 3 > 0 THEN (i % 3) END AS whole, CASE WHEN i % 3 > 0 THEN (i % 3) * 5000000000 END AS long,
    CASE WHEN i % 3 > 0 THEN (i % 3) / 2.0::DOUBLE END AS half, CASE WHEN i % 3 > 0 THEN i * 0.1::DOUBLE END AS tenths,
    CASE i % 3 WHEN 1 THEN 0.25::FLOAT WHEN 2 THEN 'NaN'::FLOAT END AS floats,
    CASE WHEN i % 3 > 0 THEN TIMESTAMP '2024-01-01' + to_days((i % 3)::INTEGER) END AS day,
    CASE i % 3 WHEN 1 THEN DATE '2024-01-01' WHEN 2 THEN 'infinity'::DATE END AS endless,
    CASE WHEN i % 3 > 0 THEN DATE '2024-01-01' ELSE 'infinity'::DATE END AS eternal,
    CASE WHEN i % 3 > 0 THEN i % 3 = 1 END AS flag,
    NULL::VARCHAR AS noText, NULL::DOUBLE AS noNumber, NULL::INTEGER AS noWhole, NULL::DATE AS noDay,
    (i * 31 % 257) / 8.0 - 10 AS value FROM range(3000) r(i)`;
const queries = {
  numbers: ROWS,
  thirds: `SELECT i AS i3, CASE WHEN i > 0 THEN i END AS half FROM range(3) r(i)`,
  slices: `SELECT * FROM (VALUES ('a', 3.0::DOUBLE), ('b', -1), ('c', -2), ('d', NULL), ('e', 'Infinity'), ('f', 1)) t(k, v)`,
};

const plots = usePlots(queries, { from: 'numbers', mark: 'bar' }, { seams });
const { plotOf, rows } = plots;
/** The columns of these plots don't fit into memory, so SQL groups their rows. */
const bySql = usePlots(queries, { from: 'numbers', mark: 'bar' }, { memory: { jsBytes: 50 } });

/** Whether the last plot's groups are aggregated by kernels: with more than one dimension. */
const isByKernels = (): boolean => calls.some((call) => call.kernel === 'aggregate' && call.dimensions.length > 1);

const texts = (found: readonly Record<string, unknown>[], names: readonly string[]): string[] =>
  found.map((row) => JSON.stringify(names.map((name) => row[name] ?? null))).sort();

/** The colors of the opaque pixels of a picture. */
function colorsIn(plot: NodePlot): ReadonlySet<string> {
  const { data } = plot.canvas()!.images[0]!.image;
  const hex = (at: number): string => data[at]!.toString(16).padStart(2, '0');
  const found = new Set<string>();
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] === 255) found.add(`#${hex(at)}${hex(at + 1)}${hex(at + 2)}`);
  return found;
}

/** Compares the values of a plot with SQL, whose columns are its channels. */
async function check(plot: NodePlot, select: string, where = 'TRUE'): Promise<void> {
  const expected = await rows(`SELECT ${select} FROM numbers WHERE ${where} GROUP BY ALL`);
  const names = Object.keys(expected[0]!);
  assert.deepEqual(texts(await valuesOf(plot), names), texts(expected, names));
}

describe('rows without a category', () => {
  for (const [channel, column] of [
    ['color', 'channel'],
    ['color', 'flag'],
    ['color', 'whole'],
    ['color', 'long'],
    ['color', 'day'],
    ['color', 'noText'],
    ['color', 'noNumber'],
    ['color', 'noWhole'],
    ['color', 'noDay'],
    ['series', 'channel'],
    ['order', 'whole'],
    ['opacity', 'whole'],
  ] as const) {
    const attributes = { x: 'region', y: 'sum(value)', [channel]: column };
    const label = column === 'flag' ? 'flag::VARCHAR' : column;
    const select = `region AS x, ${label} AS ${channel}, sum(value)::DOUBLE AS y`;

    it(`are a group of ${channel}="${column}", by kernels, also while a brush moves`, async () => {
      calls.splice(0);
      const plot = await plotOf(attributes);
      await check(plot, select, 'region IS NOT NULL');
      const brush = await plotOf({ x: 'bin(place)', y: 'count()', brush: 'x' });
      for (const [from, to] of [
        [100, 400],
        [110, 405],
        [0, 7],
      ] as const) {
        brush.view.select({ x: [from, to] });
        await check(plot, select, `region IS NOT NULL AND place >= ${from} AND place < ${to}`);
      }
      assert.ok(isByKernels());
    });

    it(`are a group of ${channel}="${column}", by SQL`, async () => {
      const plot = await plotOf({ ...attributes, y: 'median(value)' });
      await check(plot, select.replace('sum', 'median'), 'region IS NOT NULL');
    });
  }

  for (const [column, sql] of [
    ['half', 'floor(half / 0.5) * 0.5'],
    ['tenths', 'floor(tenths / 50) * 50'],
    ['floats', 'CASE WHEN NOT isnan(floats) THEN 0.25::DOUBLE END'],
    ['long', 'long'],
    ['day', 'day'],
  ] as const)
    it(`are a group beside the bins of ${column}, by kernels and by SQL`, async () => {
      const step = { half: '0.5', tenths: '50', floats: '0.25', long: '5000000000', day: 'day' }[column];
      calls.splice(0);
      const channels = { x: 'region', color: `bin(${column}, step=${step})` };
      await check(
        await plotOf({ ...channels, y: 'sum(value)' }),
        `region AS x, ${sql} AS color, sum(value)::DOUBLE AS y`,
        'region IS NOT NULL',
      );
      assert.ok(isByKernels());
      await check(
        await plotOf({ ...channels, y: 'median(value)' }),
        `region AS x, ${sql} AS color, median(value)::DOUBLE AS y`,
        'region IS NOT NULL',
      );
    });

  it('include infinite times, which no scale of colors has', async () => {
    for (const column of ['endless', 'eternal'])
      for (const op of ['sum', 'median'])
        await check(
          await plotOf({ x: 'region', y: `${op}(value)`, color: column }),
          `region AS x, CASE WHEN isfinite(${column}) THEN ${column} END AS color, ${op}(value)::DOUBLE AS y`,
          'region IS NOT NULL',
        );
  });

  it('are a group where the database measures and groups all columns', async () => {
    const plot = await bySql.plotOf({ x: 'region', y: 'sum(value)', color: 'channel' });
    await check(plot, 'region AS x, channel AS color, sum(value)::DOUBLE AS y', 'region IS NOT NULL');
    assert.match(readyOf(plot).note!, /not drawn: 600 rows without a value of region$/);
  });

  it('are stacked: the bars are as long as the sums of all rows', async () => {
    for (const color of ['channel', 'noText']) {
      const plot = await plotOf({ x: 'region', y: 'count()', color });
      const [longest] = await rows('SELECT max(n)::INTEGER AS n FROM (SELECT count(*) n FROM numbers GROUP BY region)');
      const sums = new Map<unknown, number>();
      for (const { x, y } of await valuesOf(plot)) sums.set(x, (sums.get(x) ?? 0) + (y as number));
      assert.equal(Math.max(...sums.values()), longest!.n);
    }
  });

  it('have the last place beside the others, in the color of no value', async () => {
    const plot = await plotOf({ x: 'region', y: 'count()', color: 'channel', stack: 'dodge' });
    const legend = readyOf(plot).legend[0]!;
    assert.deepEqual(
      legend.entries.map(({ label, value }) => [label, value]),
      [
        ['c1', 0],
        ['c2', 1],
        ['no value', NaN],
      ],
    );
    assert.equal(new Set(legend.entries.map(({ color }) => color)).size, 3);
    const found = colorsIn(plot);
    for (const { color } of legend.entries) assert.ok(found.has(color!), `${color} of ${[...found].join(' ')}`);
  });

  it('are a line, an area, a slice and a part of a mixed density', async () => {
    const colors = async (attributes: Partial<PlotRequest>): Promise<unknown[]> => {
      const values = await valuesOf(await plotOf(attributes));
      return [...new Set(values.map(({ color }) => color))].sort();
    };
    for (const mark of ['line', 'area'])
      assert.deepEqual(await colors({ mark, x: 'bin(place)', y: 'avg(value)', color: 'channel' }), ['c1', 'c2', null]);
    assert.deepEqual(await colors({ mark: 'arc', theta: 'count()', color: 'channel' }), ['c1', 'c2', null]);
    const density = await plotOf({ mark: 'density', x: 'place', y: 'value', color: 'channel' });
    const total = (await valuesOf(density)).reduce((sum, { size }) => sum + (size as number), 0);
    assert.equal(total, 3000);
  });

  it('are selected by their entry of the legend', async () => {
    const plot = await plotOf({ x: 'region', y: 'count()', color: 'channel' });
    const other = await plotOf({ x: 'bin(place)', y: 'count()' });
    plot.view.legendActions!.toggle('color', NaN, false);
    const total = async (): Promise<number> => (await valuesOf(other)).reduce((sum, { y }) => sum + (y as number), 0);
    await until('the filter', async () => (await total()) === 1000);
    assert.deepEqual([...new Set((await valuesOf(plot)).map(({ color }) => color))], [null]);
    plot.view.legendActions!.clear('color');
  });
});

describe('rows without a position', () => {
  for (const [attributes, note] of [
    [{ x: 'region' }, '600 rows without a value of region'],
    [{ x: 'bin(whole)' }, '1,000 rows without a value of whole'],
    [{ x: 'bin(floats)' }, '2,000 rows without a value of floats'],
    [{ x: 'bin(day)' }, '1,000 rows without a value of day'],
    [{ x: 'bin(endless)' }, '1,000 infinite values of endless, 1,000 rows without a value of endless'],
    [{ x: 'region', y: 'sum(value)' }, '600 rows without a value of region'],
    [{ x: 'region', y: 'median(value)' }, '600 rows without a value of region'],
    [
      { mark: 'density', x: 'tenths', y: 'half' },
      '1,000 rows without a value of tenths, 1,000 rows without a value of half',
    ],
    [{ mark: 'point', x: 'place', y: 'half' }, '1,000 rows without a value of half'],
    [{ mark: 'point', x: 'half', y: 'half' }, '1,000 rows without a value of half'],
    [{ mark: 'point', x: 'place', y: 'value', size: 'whole' }, '1,000 rows without a value of whole'],
    [{ mark: 'line', x: 'half', y: 'whole' }, '1,000 rows without a value of half'],
    [{ mark: 'box', x: 'region', y: 'value' }, '600 rows without a value of region'],
  ] as const) {
    it(`are counted in the note: ${JSON.stringify(attributes)}`, async () => {
      assert.equal(readyOf(await plotOf(attributes)).note, `not drawn: ${note}`);
    });
    it(`are counted in the note, if SQL counts: ${JSON.stringify(attributes)}`, async () => {
      const plot = await bySql.plotOf(attributes);
      assert.ok(readyOf(plot).note!.endsWith(`not drawn: ${note}`), readyOf(plot).note!);
    });
  }

  it('are gaps of a line, which need no note', async () => {
    assert.equal(readyOf(await plotOf({ mark: 'line', x: 'place', y: 'half' })).note, null);
  });

  it('are all rows: the plot says so, by kernels and by SQL', async () => {
    for (const open of [plots.open, bySql.open])
      for (const x of ['noText', 'bin(noNumber)', 'noWhole', 'bin(noDay)']) {
        const model = await (await open({ x })).until('empty');
        assert.ok(model.phase === 'empty');
        assert.match(model.summary, /^No rows to show \(.*not drawn: 3,000 rows without a value of no/);
      }
  });
});

describe('an aggregate without values', () => {
  it('is noted, in some groups and in all', async () => {
    const note = async (attributes: Partial<PlotRequest>): Promise<string | null> =>
      readyOf(await plotOf(attributes)).note;
    for (const op of ['sum', 'avg', 'max', 'median']) {
      const title = { sum: 'sum', avg: 'average', max: 'highest', median: 'median' }[op]!;
      assert.match(
        (await note({ x: 'place % 4', y: `${op}(noNumber)` }))!,
        /^no bar has a value of .*noNumber$/,
        title,
      );
      assert.match((await note({ mark: 'line', x: 'place % 4', y: `${op}(noNumber)` }))!, /^no point has a value of/);
      assert.match(
        (await note({ x: 'i3', y: `${op}(half)`, from: 'thirds' }))!,
        /^not drawn: 1 bar without a value of/,
      );
      assert.equal(await note({ mark: 'line', x: 'i3', y: `${op}(half)`, from: 'thirds' }), null, 'a gap of the line');
    }
    assert.equal(
      await note({ mark: 'line', x: 'place', y: 'noNumber' }),
      'not drawn: 3,000 rows without a value of noNumber',
    );
  });

  it('is noted once for a box', async () => {
    assert.equal(
      readyOf(await plotOf({ mark: 'box', from: 'thirds', x: 'i3', y: 'half' })).note,
      'not drawn: 1 box without a value of median of half',
    );
  });
});

describe('a column of NULLs', () => {
  for (const column of ['noNumber', 'noWhole', 'noDay', 'noText'])
    it(`(${column}) gives all marks the default style, and no numbers to a legend`, async () => {
      const shown = async (attributes: Partial<PlotRequest>) => {
        const plot = await plotOf({ mark: 'point', x: 'place', y: 'value', ...attributes });
        return { note: readyOf(plot).note, legend: readyOf(plot).legend, canvas: plot.canvas()! };
      };
      const plain = await shown({});
      for (const channel of ['size', 'opacity'] as const) {
        const { note, legend, canvas } = await shown({ [channel]: column });
        assert.equal(note, `${column} has no values: ${channel} is the same everywhere`);
        assert.deepEqual(legend, []);
        assert.deepEqual(canvas.images, plain.canvas.images);
        assert.ok(canvas.images.length > 0);
      }
      const { legend, note } = await shown({ color: column });
      assert.deepEqual(
        legend.map(({ entries, ramp }) => [entries.map(({ label }) => label), ramp]),
        [[['no value'], undefined]],
      );
      assert.equal(note, null);
    });

  it('keeps the colors of a domain that the author gives', async () => {
    const plot = await plotOf({ mark: 'point', x: 'place', y: 'value', color: 'noNumber', colorDomain: '0, 10' });
    assert.ok(readyOf(plot).legend[0]!.ramp);
  });
});

describe('sizes on a log scale', () => {
  const shown = async (size: string) => {
    const plot = await plotOf({ mark: 'point', x: 'place', y: 'value', size, sizeScale: 'log' });
    return { note: readyOf(plot).note, legend: readyOf(plot).legend, canvas: plot.canvas()! };
  };

  it('of values that all are ≤ 0 are the default, without a legend', async () => {
    const plain = await plotOf({ mark: 'point', x: 'place', y: 'value' });
    const { note, legend, canvas } = await shown('place - 1000');
    assert.match(note!, /^drawn in the default size: 3,000 values ≤ 0 of .*, which a log scale can't show$/);
    assert.deepEqual(legend, []);
    assert.deepEqual(canvas.images, plain.canvas()!.images);
  });

  it('of some values ≤ 0 are the least, and counted in the note', async () => {
    const { note, legend } = await shown('place - 9');
    assert.match(note!, /^drawn in the least size: 30 values ≤ 0 of .*, which a log scale can't show$/);
    assert.equal(legend.length, 1);
    assert.equal((await shown('place + 1')).note, null);
  });
});

describe('texts', () => {
  it('that are missing are counted in the note', async () => {
    const plot = await plotOf({ mark: 'text', x: 'place', y: 'value', text: 'channel' });
    assert.equal(readyOf(plot).note, 'not drawn: 1,000 rows without a value of channel');
  });
});

describe('slices', () => {
  it('of values that are not numbers are an error', async () => {
    for (const [theta, found] of [
      ['channel', 'text or booleans'],
      ['day', 'dates or times'],
      ['max(day)', 'dates or times'],
    ] as const) {
      const { code, detail } = await plots.errorOf({ mark: 'arc', theta, color: 'region' });
      assert.deepEqual([code, detail.found], ['plan/wrong-scale', found]);
    }
  });

  it('of values that are not parts of a whole are counted in the note', async () => {
    const notes = 'not drawn: 1 infinite value of v, 2 negative values of v, 1 slice without a value of v';
    const rowsOf = await plotOf({ from: 'slices', mark: 'arc', theta: 'v', color: 'k' });
    assert.equal(readyOf(rowsOf).note, notes);
    const sums = await plotOf({ from: 'slices', mark: 'arc', theta: 'sum(v)', color: 'k' });
    assert.equal(readyOf(sums).note, notes.replaceAll('of v', 'of sum of v'));
    assert.match(await summaryOf(sums), /the largest is a with 75%/);
  });
});
