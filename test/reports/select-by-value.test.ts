/**
 * Arguments of `select`: values of the column's kind select exactly the rows that SQL selects with them; other values
 * throw an error that says what to pass.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { Engine } from '../../src/engine/engine';
import { PikaError } from '../../src/engine/errors';
import type { PlotAttributes } from '../../src/engine/grammar/plot-spec';
import { readDomain } from '../../src/components/pika-plot/read-domain';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';

const REGIONS = ['APAC', 'EMEA', 'LATAM', 'NA', "l'Est"];
const ROWS = 4000;
const rows = Array.from({ length: ROWS }, (_, i) => ({
  region: i % 11 === 0 ? null : REGIONS[(i * 7) % REGIONS.length]!,
  late: i % 3 === 0,
  n: i % 100,
  v: (i % 997) / 10,
  day: new Date(Date.UTC(2024, 0, 1 + (i % 60))),
}));

let database: NodeDatabase;
let engine: Engine;
let other: NodePlot | null = null;
const plots: NodePlot[] = [];
before(async () => {
  database = await nodeDatabase();
  engine = nodeEngine(database);
  void engine.define({ name: 'rows', data: rows }, {});
});
after(async () => {
  for (const { dispose } of plots) dispose();
  await engine.dispose();
  database.close();
});

async function plot(attributes: Partial<PlotAttributes>): Promise<NodePlot> {
  const made = await nodePlot(engine, { from: 'rows', mark: 'bar', y: 'count()', ...attributes });
  plots.push(made);
  await made.until('ready');
  return made;
}

const bar = (x: string): Partial<PlotAttributes> => ({ x });
const plane: Partial<PlotAttributes> = { mark: 'density', x: 'region', y: 'v' };

/** Number of rows that the other plots show. */
async function seen(): Promise<number> {
  other ??= await plot(bar('bin(n + 0)'));
  return (await other.view.counts())!.counts.reduce((a, b) => a + b, 0);
}

const count = (holds: (row: (typeof rows)[number]) => boolean): number => rows.filter(holds).length;
const JAN_10 = Date.UTC(2024, 0, 10);
const FEB_1 = Date.UTC(2024, 1, 1);

describe('select', () => {
  const right: readonly [what: string, attributes: Partial<PlotAttributes>, wanted: never, expected: number][] = [
    ['a category', bar('region'), { x: ['EMEA'] } as never, count(({ region }) => region === 'EMEA')],
    [
      'a category with a quotation mark',
      bar('region'),
      { x: ["l'Est"] } as never,
      count(({ region }) => region === "l'Est"),
    ],
    [
      'two categories',
      bar('region'),
      { x: ['EMEA', 'NA'] } as never,
      count(({ region }) => region === 'EMEA' || region === 'NA'),
    ],
    ['a category twice', bar('region'), { x: ['NA', 'NA'] } as never, count(({ region }) => region === 'NA')],
    ['all of them', bar('region'), { x: REGIONS } as never, count(({ region }) => region !== null)],
    [
      'places in the order of labels',
      bar('region'),
      { x: [1, 3] } as never,
      count(({ region }) => region === 'EMEA' || region === 'LATAM'),
    ],
    ['a boolean', bar('late'), { x: [true] } as never, count(({ late }) => late)],
    [
      'two categories and a range',
      plane,
      { x: ['EMEA', 'NA'], y: [10, 20.5] } as never,
      count(({ region, v }) => (region === 'EMEA' || region === 'NA') && v >= 10 && v < 20.5),
    ],
    [
      'two categories of one side',
      plane,
      { x: ['APAC', 'NA'] } as never,
      count(({ region }) => region === 'APAC' || region === 'NA'),
    ],
    ['a range with an open end', bar('bin(v)'), { x: [50, Infinity] } as never, count(({ v }) => v >= 50)],
    ['bigints', bar('bin(n)'), { x: [10n, 20n] } as never, count(({ n }) => n >= 10 && n < 20)],
    [
      'Dates',
      bar('bin(day)'),
      { x: [new Date(JAN_10), new Date(FEB_1)] } as never,
      count(({ day }) => +day >= JAN_10 && +day < FEB_1),
    ],
    [
      'milliseconds',
      bar('bin(day)'),
      { x: [JAN_10, FEB_1] } as never,
      count(({ day }) => +day >= JAN_10 && +day < FEB_1),
    ],
    ['an empty range', bar('bin(v)'), { x: [5, 5] } as never, 0],
    [
      'an axis that is left open',
      plane,
      { x: null, y: [10, 20] } as never,
      count(({ region, v }) => region !== null && v >= 10 && v < 20) +
        count(({ region, v }) => region === null && v >= 10 && v < 20),
    ],
  ];
  for (const [what, attributes, wanted, expected] of right) {
    it(`accepts ${what}: kernels and SQL agree`, async () => {
      const { view, dispose } = await plot(attributes);
      view.select(wanted);
      assert.equal(await seen(), expected);
      assert.equal(await engine.results.count('rows', engine.selection('rows').toSQL('rows')), expected);
      // The plot can select again what it reported as selected.
      const kept = JSON.parse(JSON.stringify(engine.selection('rows').clauses)) as unknown;
      view.select(null);
      assert.equal(await seen(), ROWS);
      engine.selection('rows').restore(kept);
      assert.equal(await seen(), expected);
      assert.notEqual(view.selection!.clause, null, 'taken over');
      view.select(null);
      dispose();
    });
  }

  it('restores two brushes of plots over one column, each to one of them', async () => {
    const [one, two] = [await plot(bar('bin(n)')), await plot(bar('bin(n)'))];
    one.view.select({ x: [10, 60] });
    two.view.select({ x: [40, 90] });
    const kept = JSON.parse(JSON.stringify(engine.selection('rows').clauses)) as unknown;
    const expected = count(({ n }) => n >= 40 && n < 60);
    assert.equal(await seen(), expected);
    engine.selection('rows').clear();
    engine.selection('rows').restore(kept);
    assert.equal(await seen(), expected);
    assert.equal(engine.selection('rows').clauses.length, 2);
    const drawn = [one, two].map(({ view }) => view.selection!.ranges.map(({ lo, hi }) => [lo, hi]));
    assert.deepEqual(drawn.sort(), [[[10, 60]], [[40, 90]]]);
    for (const { view, dispose } of [one, two]) {
      view.select(null);
      dispose();
    }
  });

  it('restores a brush that no value can be in: the other plots show no rows, and go on', async () => {
    const brushed = await plot(bar('bin(n)'));
    const selection = engine.selection('rows');
    const range = { channel: 'x', expression: 'n', kind: 'integer', lo: 0, hi: 1 };
    for (const ticks of [
      ['Infinity', 'Infinity'],
      ['-Infinity', '-Infinity'],
    ]) {
      selection.restore([{ version: 2, kind: 'interval', from: 'rows', ranges: [{ ...range, ticks }] }]);
      assert.equal(await seen(), 0, ticks.join());
      assert.equal(await engine.results.count('rows', selection.toSQL('rows')), 0);
    }
    selection.clear();
    assert.equal(await seen(), ROWS);
    brushed.dispose();
  });

  const wrong: readonly [what: string, attributes: Partial<PlotAttributes>, wanted: unknown, words: RegExp][] = [
    [
      'a category that is none',
      bar('region'),
      { x: ['EMAE'] },
      /expected categories of the column, found "EMAE"\. Did you mean "EMEA"/,
    ],
    ['a category of another case', bar('region'), { x: ['emea'] }, /Did you mean "EMEA"/],
    ['no category', bar('region'), { x: [] }, /expected categories, such as \["a", "b"\], found \[\]/],
    ['a text instead of an array', bar('region'), { x: 'EMEA' }, /expected an array of categories, found "EMEA"/],
    ['a category and a number', bar('region'), { x: ['EMEA', 3] }, /expected categories by their labels/],
    ['NULL', bar('region'), { x: [null] }, /found \[null\]/],
    ['texts on numbers', bar('bin(v)'), { x: ['10', '20'] }, /expected two numbers, found "10"/],
    ['NaN', bar('bin(v)'), { x: [NaN, 20] }, /expected two numbers, found NaN/],
    ['one number', bar('bin(v)'), { x: [10] }, /expected two values \[lo, hi\], found \[10\]/],
    ['three numbers', bar('bin(v)'), { x: [10, 20, 30] }, /two values/],
    ['the larger first', bar('bin(v)'), { x: [20, 10] }, /expected the smaller value first, found \[20, 10\]/],
    ['a number alone', bar('bin(v)'), { x: 5 }, /expected a range \[lo, hi\], found 5/],
    ['a Date on numbers', bar('bin(v)'), { x: [new Date(0), new Date(1)] }, /expected two numbers/],
    [
      'a text on times',
      bar('bin(day)'),
      { x: ['2024-01-01', '2024-02-01'] },
      /expected Dates, milliseconds since 1970/,
    ],
    ['a Date that is none', bar('bin(day)'), { x: [new Date(NaN), new Date()] }, /Invalid Date/],
    [
      'an axis that counts',
      bar('bin(v)'),
      { y: [1, 2] },
      /expected a range for x, found \[1, 2\]\. This plot has no column on y/,
    ],
    ['another key', bar('bin(v)'), { z: [1, 2] }, /found "z"/],
    ['an array', bar('bin(v)'), [1, 2], /expected an object such as/],
    ['nothing', bar('bin(v)'), undefined, /found undefined/],
    ['an object', bar('bin(v)'), { x: [{ of: 5n }, 5n] }, /found a value of type object/],
  ];
  for (const [what, attributes, wanted, words] of wrong) {
    it(`rejects ${what} without any change`, async () => {
      const { view, dispose } = await plot(attributes);
      view.select(attributes.x === 'region' ? { x: ['NA'] } : ({ x: [1, 2] } as never));
      const before = engine.selection('rows').toJSON();
      assert.throws(
        () => view.select(wanted as never),
        (thrown) =>
          (thrown instanceof PikaError && thrown.code === 'spec/bad-selection' && words.test(thrown.message)) ||
          assert.fail(String(thrown)),
      );
      assert.deepEqual(engine.selection('rows').toJSON(), before);
      dispose();
    });
  }
});

describe('domain', () => {
  for (const right of [
    {},
    { x: null },
    { x: [1, 2], y: null },
    { y: [-1e300, 1e300] },
    { x: [20, 20] },
    { x: undefined },
  ]) {
    it(`accepts ${JSON.stringify(right)}`, () => assert.deepEqual(readDomain(right), right));
  }
  it('accepts dates, and ends in either order', () => {
    assert.deepEqual(readDomain({ x: [9, 1], y: [new Date(20), new Date(10)] }), { x: [1, 9], y: [10, 20] });
  });
  for (const wrong of [
    5,
    'x',
    [1, 2],
    { z: [1, 2] },
    { x: ['a', 'b'] },
    { x: [1] },
    { x: [NaN, 1] },
    { x: [new Date(''), 1] },
    { x: [-Infinity, 1] },
    { x: [1n, 2n] },
    { x: '1, 2' },
    { x: [Object.create(null), 1] },
  ]) {
    it(`rejects ${inspect(wrong)}`, () => {
      assert.throws(
        () => readDomain(wrong),
        (thrown) =>
          thrown instanceof PikaError &&
          thrown.code === 'spec/bad-channel' &&
          thrown.message.includes('two finite numbers'),
      );
    });
  }
});
