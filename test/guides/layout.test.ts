import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AxisSpec, PlotAxes } from '../../src/engine/guides/axis-spec';
import { countAxis } from '../../src/engine/guides/count-axis';
import { estimatedWidth, layOut, type Layout } from '../../src/engine/guides/layout';
import type { LegendModel } from '../../src/engine/guides/legend';
import { BandScale } from '../../src/engine/scales/band-scale';
import { LinearScale } from '../../src/engine/scales/linear-scale';
import { LogScale } from '../../src/engine/scales/log-scale';
import { PLAIN, type Presentation } from '../../src/engine/scales/presentation';
import type { Span } from '../../src/engine/scales/scale-methods';
import { TimeScale } from '../../src/engine/scales/time-scale';
import { TIME_FORMATS } from '../../src/engine/scales/time-formats-on-demand';

await TIME_FORMATS.load();

const rows: AxisSpec = { ...countAxis(40), title: 'rows' };
const bands = (labels: readonly string[]): AxisSpec => ({
  scale: new BandScale([0, labels.length], labels),
  title: 'region',
});
const numbers = (lo: number, hi: number, more: Partial<AxisSpec> = {}): AxisSpec => ({
  scale: new LinearScale([lo, hi], false),
  title: 'value',
  ...more,
});
const laidOut = (
  axes: Partial<PlotAxes>,
  widthCss = 600,
  heightCss = 300,
  legends: readonly LegendModel[] = [],
): Layout => layOut({ widthCss, heightCss }, { x: numbers(0, 100), y: rows, ...axes }, legends);
const formatOf = (specifier: string): Presentation => ({ ...PLAIN, format: { specifier, attribute: 'x-format' } });
const formatted = (specifier: string, domain: Span): LinearScale =>
  new LinearScale(domain, false, false, formatOf(specifier));
const labelsOf = ({ ticks }: Layout['x']): string[] => ticks.map(({ label }) => label);

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

describe('labels of categories on x', () => {
  it('are flat if they fit', () => {
    const { x, box } = laidOut({ x: bands(MONTHS) }, 1200);
    assert.deepEqual([x.turn, labelsOf(x)], [0, MONTHS]);
    assert.equal(box.height, 300 - 26 - 38);
  });

  it('of one letter each are flat and all shown', () => {
    const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUV');
    const { x } = laidOut({ x: bands(letters) }, 640);
    assert.deepEqual([x.turn, labelsOf(x)], [0, letters]);
  });

  it('turn by 45° if flat ones would be cut, and keep their whole text', () => {
    const { x, box } = laidOut({ x: bands(MONTHS) }, 400);
    assert.deepEqual([x.turn, labelsOf(x)], [45, MONTHS]);
    assert.ok(box.height < 300 - 26 - 38, 'the margin below grows');
  });

  it('turn upright where 45° would overlap', () => {
    const { x } = laidOut({ x: bands(Array.from({ length: 24 }, (_, i) => `station ${i}`)) }, 420);
    assert.equal(x.turn, 90);
    assert.equal(x.ticks.length, 24);
  });

  it('are thinned evenly if even upright ones would overlap', () => {
    const { x } = laidOut({ x: bands(Array.from({ length: 200 }, (_, i) => `station ${i}`)) }, 420);
    assert.equal(x.turn, 90);
    const codes = labelsOf(x).map((label) => Number(label.split(' ')[1]));
    assert.ok(codes.length >= 20);
    assert.ok(codes.every((code) => code % codes[1]! === 0));
  });

  it('leave most of the height to the plot, and keep the full text of shortened ones', () => {
    const long = Array.from({ length: 8 }, (_, i) => `${i} ${'very '.repeat(30)}long`);
    for (const height of [200, 300, 600]) {
      const { x, box } = laidOut({ x: bands(long) }, 500, height);
      assert.ok(box.height > height * 0.4, `${box.height} of ${height}`);
      for (const [i, { full, label }] of x.ticks.entries()) {
        assert.match(label, /…/);
        assert.equal(full, long[i]);
      }
    }
  });

  it('stay flat in a low plot', () => {
    assert.equal(laidOut({ x: bands(MONTHS) }, 400, 110).x.turn, 0);
  });

  it('keep the margins of the layout before, while the user zooms', () => {
    const before = laidOut({ x: bands(MONTHS) }, 400);
    const least = { widthCss: 400, heightCss: 300, least: before };
    const zoomed = layOut(least, { x: { scale: new BandScale([0, 3], MONTHS), title: 'region' }, y: rows });
    assert.equal(zoomed.x.turn, 0);
    assert.deepEqual(zoomed.box, before.box);
  });
});

describe('numbers and dates', () => {
  const years = Array.from({ length: 30 }, (_, i) => `${20240101 + i}`);
  const labelsAt = (axes: Partial<PlotAxes>, widthCss: number): string[] => {
    const { x, y, right } = laidOut(axes, widthCss, 200);
    return [...labelsOf(x), ...labelsOf(y), ...(right ? labelsOf(right) : [])];
  };

  it('are never shortened: where they do not fit, they are left out', () => {
    const wide = numbers(0, 5e6, { scale: formatted('$,.2f', [0, 5e6]) });
    const dates = { scale: new TimeScale([Date.parse('2024-01-01'), Date.parse('2024-01-09')], 1), title: 'day' };
    for (const width of [60, 100, 160, 300])
      for (const axes of [{ y: wide, right: wide }, { y: dates }, { y: bands(years) }, { x: bands(years) }])
        assert.doesNotMatch(labelsAt(axes, width).join(' '), /…/, `${width} px`);
    assert.deepEqual(labelsOf(laidOut({ y: wide }, 100, 200).y), []);
    assert.ok(labelsOf(laidOut({ y: wide }, 400, 200).y).includes('$4,000,000.00'));
  });

  it('are figures: a name with figures in it is shortened', () => {
    const names = ['Flight 1234 to Amsterdam', 'Flight 1235 to Rotterdam'];
    assert.match(labelsAt({ y: bands(names) }, 160).join(' '), /Fli.*…/);
  });
});

describe('ticks of two years', () => {
  const twoYears = (from: string): AxisSpec => {
    const start = new Date(from);
    const end = Date.UTC(start.getUTCFullYear() + 2, start.getUTCMonth());
    return { scale: new TimeScale([start.getTime(), end], 1), title: 'day', isOpen: true };
  };

  it('name months between the years where they fit', () => {
    const countAt = (width: number): number => labelsOf(laidOut({ x: twoYears('2024-01-01') }, width).x).length;
    assert.deepEqual(labelsOf(laidOut({ x: twoYears('2024-01-01') }, 300).x), ['2024', 'Jul', '2025', 'Jul']);
    assert.deepEqual([400, 640, 1000].map(countAt), [8, 8, 24]);
    for (const width of [280, 300, 340, 400, 640, 1000])
      for (const from of ['2024-01-01', '2024-03-01', '2024-11-01'])
        assert.ok(labelsOf(laidOut({ x: twoYears(from) }, width).x).length >= 3, `${width} px from ${from}`);
  });
});

describe('an axis', () => {
  it('of a band on y labels every bar, and only the measure has lines', () => {
    const { x, y, plane } = laidOut({ x: { ...rows, title: 'sum' }, y: bands(MONTHS) });
    assert.deepEqual(labelsOf(y), MONTHS);
    assert.deepEqual([x.grid, y.grid, plane], [true, false, false]);
  });

  it('has a direction, unless it shows categories', () => {
    const scale = new LinearScale([0, 10], false, true);
    const { x, y } = laidOut({ x: numbers(0, 10), y: { scale, title: 'depth' } });
    assert.deepEqual([x.direction, y.direction, laidOut({ x: bands(MONTHS) }).x.direction], [1, -1, null]);
  });

  it('has lines on both sides of a plane, on the measure alone, or as the author asks', () => {
    const grids = ({ x, y }: Layout): boolean[] => [x.grid, y.grid];
    assert.deepEqual(grids(laidOut({ y: numbers(0, 1) })), [true, true]);
    assert.deepEqual(grids(laidOut({})), [false, true]);
    assert.deepEqual(grids(laidOut({ x: numbers(0, 1, { grid: true }), y: { ...rows, grid: false } })), [true, false]);
    assert.deepEqual(grids(laidOut({ x: bands(['a', 'b']), y: numbers(0, 1) })), [false, true]);
  });

  it('of a measure with values on both sides of 0 marks the 0', () => {
    assert.equal(laidOut({ y: numbers(-100, 300, { isMeasure: true }) }).y.zero, 0.25);
    assert.equal(laidOut({ y: numbers(0, 300, { isMeasure: true }) }).y.zero, null);
    assert.equal(laidOut({ y: numbers(-100, 300) }).y.zero, null);
    assert.equal(laidOut({ x: numbers(-300, 100, { isMeasure: true }), y: bands(['a']) }).x.zero, 0.75);
  });

  it('of a log has minor ticks at the digits, or at the powers between labeled ones', () => {
    const log = (hi: number): AxisSpec => ({ scale: new LogScale([1, hi], false, 10), title: 'v' });
    const minorOf = (hi: number, width: number): number[] => {
      const { x } = laidOut({ x: log(hi) }, width);
      return x.minor.map((at) => Number(new LogScale([1, hi], false, 10).invert(at).toPrecision(6)));
    };
    const [within, all] = [minorOf(1e4, 500), [2, 3, 4, 5, 6, 7, 8, 9]];
    const expected = [1, 10, 100, 1000].flatMap((power) => all.map((digit) => digit * power));
    const labelled = labelsOf(laidOut({ x: log(1e4) }, 500).x).map((text) => Number(text.replace(',', '')));
    assert.deepEqual(
      within,
      expected.filter((value) => !labelled.includes(value)),
    );
    const powers = minorOf(1e40, 500);
    assert.ok(powers.length > 20 && powers.every((value) => /^1(e\+\d+|0*)$/.test(String(value))), powers.join());
    assert.deepEqual(laidOut({}).x.minor, []);
    assert.deepEqual(minorOf(8, 500), []);
  });

  it('at the right has its own labels and margin', () => {
    const plain = laidOut({});
    const { box, right, y, widthCss } = laidOut({ right: numbers(0, 1_000_000) });
    assert.ok(right && labelsOf(right).length > 2);
    const widest = Math.max(...labelsOf(right).map(estimatedWidth));
    assert.ok(widthCss - box.x - box.width >= widest + 8);
    assert.deepEqual([box.x, labelsOf(y)], [plain.box.x, labelsOf(plain.y)]);
    assert.equal(right.grid, false, 'two grids would not match');
    assert.equal(plain.right, null);
  });
});

describe('round ticks', () => {
  it('are about eight at most, however long the axis is, and apart from each other', () => {
    for (const most of [1, 950, 1_200_000, 1_350_000, 87_000_000])
      for (const [widthCss, heightCss] of [
        [300, 150],
        [700, 500],
        [1800, 1000],
      ] as const) {
        const { x, y } = laidOut({ x: numbers(0, most), y: numbers(0, most) }, widthCss, heightCss);
        for (const { ticks } of [x, y])
          assert.ok(ticks.length >= 2 && ticks.length <= 11, `${ticks.length} of ${most}`);
        for (const [i, { labelCss, label }] of x.ticks.entries()) {
          const before = x.ticks[i - 1];
          const least = before ? (estimatedWidth(before.label) + estimatedWidth(label)) / 2 + 16 : 0;
          assert.ok(!before || labelCss - before.labelCss >= least - 0.01, `${before?.label} ${label}`);
        }
      }
  });

  it('of large numbers have short labels', () => {
    assert.deepEqual(labelsOf(laidOut({ y: numbers(0, 500_000) }).y).slice(0, 3), ['0', '100k', '200k']);
    assert.deepEqual(labelsOf(laidOut({ y: numbers(0, 50_000) }).y).slice(0, 3), ['0', '10,000', '20,000']);
    assert.deepEqual(labelsOf(laidOut({ y: numbers(0, 80_000) }).y).slice(0, 3), ['0', '20,000', '40,000']);
    assert.deepEqual(labelsOf(laidOut({ y: numbers(100_000, 100_010) }).y).slice(0, 2), ['100,000', '100,002']);
  });

  it('do not name the end of bins of times, where no bin begins', () => {
    const years = new TimeScale([Date.UTC(2012, 0), Date.UTC(2016, 0)], 1);
    const labels = (isOpen: boolean): string[] => labelsOf(laidOut({ x: { scale: years, title: '', isOpen } }).x);
    assert.deepEqual([labels(false).at(-1), labels(true).at(-1)], ['2016', 'Oct']);
  });

  it('of hours, months and other parts of dates are thinned, not turned', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => String(hour));
    const scale = new BandScale([0, 24], hours, false, { ...PLAIN, part: 'hour' });
    const { x } = laidOut({ x: { scale, title: 'hour' } }, 260);
    assert.equal(x.turn, 0);
    assert.ok(x.ticks.length >= 6 && x.ticks.length < 24);
  });
});

describe('ticks that the author asks for', () => {
  it('are about as many as asked, if they fit', () => {
    assert.deepEqual(labelsOf(laidOut({ x: numbers(0, 100, { ticks: { count: 3 } }) }).x), ['0', '50', '100']);
    assert.ok(laidOut({ x: numbers(0, 100, { ticks: { count: 20 } }) }, 1200).x.ticks.length > 15);
    assert.deepEqual(laidOut({ x: numbers(0, 100, { ticks: { count: 0 } }) }).x.ticks, []);
    const many = laidOut({ x: numbers(0, 100, { ticks: { count: 1e9 } }) }).x.ticks;
    assert.ok(many.length < 60, `${many.length}`);
  });

  it('are at his values, in data units, inside the domain', () => {
    const { x } = laidOut({ x: numbers(0, 100, { ticks: { values: [70, 10, 500, 10, -1] } }) });
    assert.deepEqual(
      x.ticks.map(({ at, label }) => [at, label]),
      [
        [0.1, '10'],
        [0.7, '70'],
      ],
    );
    const [from, to] = [Date.parse('2020-01-01'), Date.parse('2021-01-01')];
    const time: AxisSpec = { scale: new TimeScale([from * 1000, to * 1000], 1000), title: 't' };
    assert.deepEqual(labelsOf(laidOut({ x: { ...time, ticks: { values: [Date.parse('2020-07-01')] } } }).x), [
      'Jul 2020',
    ]);
    assert.deepEqual(labelsOf(laidOut({ x: { ...bands(MONTHS), ticks: { values: ['March', 'Never'] } } }).x), [
      'March',
    ]);
    assert.deepEqual(laidOut({ x: numbers(0, 100, { ticks: { values: [] } }) }).x.ticks, []);
  });

  it('keep their place where their labels overlap', () => {
    const { x } = laidOut({ x: numbers(0, 100, { ticks: { values: [10, 10.1, 10.2, 90] } }) });
    assert.deepEqual(x.ticks.map(({ at }) => Math.round(at * 1000)).sort(), [100, 101, 102, 900]);
    assert.equal(x.ticks.filter(({ label }) => label !== '').length, 2);
  });

  it('limit the labels of categories', () => {
    assert.equal(laidOut({ x: { ...bands(MONTHS), ticks: { count: 4 } } }, 1200).x.ticks.length, 4);
  });
});

describe('formats of an axis', () => {
  it('are written on its ticks', () => {
    const { y } = laidOut({ y: { ...numbers(0, 1), scale: formatted('.0%', [0, 1]) } });
    assert.ok(labelsOf(y).includes('50%') || labelsOf(y).includes('40%'), labelsOf(y).join());
    const [from, to] = [Date.parse('2020-01-01'), Date.parse('2021-01-01')];
    const time: AxisSpec = { scale: new TimeScale([from, to], 1, false, formatOf('%b')), title: 't' };
    assert.deepEqual(labelsOf(laidOut({ x: time }, 500).x).slice(0, 2), ['Jan', 'Apr']);
  });

  it('with few digits never label two adjacent ticks alike', () => {
    const { x } = laidOut({ x: { ...numbers(0, 3), scale: formatted('.0f', [0, 3]) } });
    assert.deepEqual(labelsOf(x), ['0', '1', '2', '3']);
  });
});

describe('a legend', () => {
  const entries = (count: number): LegendModel => ({
    channel: 'color',
    title: 'origin',
    entries: Array.from({ length: count }, (_, value) => ({ value, label: `origin ${value}`, color: 'red' })),
  });

  it('takes its height from the plot', () => {
    const without = laidOut({});
    const { box, topCss, legend, heightCss } = laidOut({}, 600, 300, [entries(3)]);
    assert.equal(legend?.lines.length, 1);
    assert.equal(topCss, legend.heightCss);
    assert.equal(box.y, without.box.y + topCss);
    assert.equal(box.y + box.height, heightCss - 38);
  });

  it('is as wide as the plot, also beside turned labels and a second axis', () => {
    const axes: PlotAxes = { x: bands(MONTHS), y: numbers(0, 1e6), right: numbers(0, 1e9) };
    for (const width of [160, 320, 500, 1200]) {
      const { legend, topCss } = laidOut(axes, width, 300, [entries(30)]);
      assert.equal(topCss, legend!.heightCss);
      for (const line of legend!.lines)
        assert.ok(line.reduce((sum, { widthCss }) => sum + widthCss + 4, -4) <= width - 28, `${width}`);
    }
  });
});
