import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ColumnId, ColumnMeta } from '../../src/engine/columns/column';
import type { Scale } from '../../src/engine/scales/scale';
import { binDomain } from '../../src/engine/scales/bin-domain';
import { countAxis } from '../../src/engine/guides/count-axis';
import { estimatedWidth, layOut, type Layout } from '../../src/engine/guides/layout';

const id = 'c' as ColumnId;
const MS: ColumnMeta = {
  id,
  rows: 10,
  encoding: { kind: 'fixed64', origin: 0n, step: 1n },
  type: { kind: 'time', ticksPerMs: 1 },
};
const NUMBERS: ColumnMeta = { id, rows: 10, encoding: { kind: 'float64' }, type: { kind: 'number', integer: false } };
const WIDTHS = [160, 240, 320, 500, 700, 1000, 1400];

function categories(labels: readonly string[]): Scale {
  return binDomain(
    { id, rows: 10, encoding: { kind: 'u32', origin: 0n, step: 1n }, type: { kind: 'category', labels } },
    0,
    labels.length - 1,
    { maxBins: 50 },
    null,
  ).scale;
}

function times(from: string, to: string): Scale {
  return binDomain(MS, Date.parse(from), Date.parse(to), { maxBins: 50 }, null).scale;
}

function numbers(lo: number, hi: number): Scale {
  return binDomain(NUMBERS, lo, hi, { maxBins: 50 }, null).scale;
}

function laidOut(widthCss: number, x: Scale, y: Scale = countAxis(40).scale, heightCss = 260): Layout {
  return layOut({ widthCss, heightCss }, { x: { scale: x, title: 'x' }, y: { scale: y, title: 'y' } });
}

const labelsOf = ({ ticks }: Layout['x']): string[] => ticks.map(({ label }) => label);

/** Asserts that no label touches the next or leaves the plot. */
function checkFits({ box, widthCss, heightCss, x, y }: Layout, what: string): void {
  const slope = Math.sin((x.turn * Math.PI) / 180);
  // Flat labels are around their ticks; turned ones end there, below the axis.
  const boxes = x.ticks.map(({ label, labelCss }) => {
    const [middle, width] = [box.x + labelCss, estimatedWidth(label)];
    return x.turn === 0
      ? { left: middle - width / 2, right: middle + width / 2, label }
      : { left: middle - width * Math.cos((x.turn * Math.PI) / 180), right: middle, label };
  });
  for (const [i, { left, right, label }] of boxes.entries()) {
    assert.ok(left >= 0 && right <= widthCss, `${what}: "${label}" from ${left} to ${right}`);
    if (i === 0) continue;
    const before = boxes[i - 1]!;
    if (x.turn === 0) assert.ok(left - before.right >= 4, `${what}: "${before.label}" and "${label}"`);
    else assert.ok((right - before.right) * slope >= 12, `${what}: "${before.label}" and "${label}" at ${x.turn}°`);
  }
  const deepest = Math.max(...x.ticks.map(({ label }) => estimatedWidth(label) * slope));
  if (x.turn !== 0) assert.ok(box.y + box.height + 8 + deepest <= heightCss - 16, `${what}: labels reach the title`);
  for (const { label } of y.ticks) assert.ok(estimatedWidth(label) <= box.x - 8, `${what}: "${label}" beside y`);
  const heights = y.ticks.map(({ at }) => at * box.height);
  assert.ok(
    heights.every((height, i) => i === 0 || height - heights[i - 1]! >= 12),
    `${what}: ${labelsOf(y).join()} beside y`,
  );
}

describe('labels', () => {
  const TIMES: readonly (readonly [from: string, to: string])[] = [
    ['1790-03-01', '2024-01-01'],
    ['2020-04-05', '2023-04-05'],
    ['2020-01-01', '2021-12-31'],
    ['2020-04-05', '2020-09-01'],
    ['2020-12-20', '2021-01-12'],
    ['2020-04-05T15:30Z', '2020-04-06T11:30Z'],
    ['2020-12-31T18:00Z', '2021-01-01T06:00Z'],
    ['2020-04-05T15:30Z', '2020-04-05T16:00Z'],
    ['2020-04-05T15:30:10Z', '2020-04-05T15:30:55Z'],
    ['2020-04-05T15:30:10.100Z', '2020-04-05T15:30:10.900Z'],
  ];

  it('of times fit on both axes, and include a year and every visible January', () => {
    for (const [from, to] of TIMES) {
      for (const width of WIDTHS) {
        const [flat, upright] = [laidOut(width, times(from, to)), laidOut(width, numbers(0, 1), times(from, to))];
        for (const [layout, side] of [
          [flat, flat.x],
          [upright, upright.y],
        ] as const) {
          checkFits(layout, `${from} to ${to} at ${width}`);
          if (width >= 240) assert.ok(side.ticks.length >= 2, `${from} to ${to} at ${width}: ${labelsOf(side).join()}`);
          assert.ok(
            width < 240 || labelsOf(side).some((label) => /\b\d{4}\b/.test(label)),
            `${from} to ${to} at ${width}: ${labelsOf(side).join()}`,
          );
        }
      }
    }
  });

  it('of three years are never only April and October: thinned months keep every January, as its year', () => {
    for (const width of [320, 400, 500, 600, 700, 800, 1000, 1400]) {
      const labels = labelsOf(laidOut(width, times('2020-04-05', '2023-04-05')).x);
      for (const year of ['2021', '2022', '2023']) assert.ok(labels.includes(year), `${width}: ${labels.join()}`);
    }
  });

  it('of hours and minutes include the date once, and again where the day changes', () => {
    assert.deepEqual(labelsOf(laidOut(500, times('2020-04-05T15:30Z', '2020-04-06T11:30Z')).x), [
      '5 Apr 2020 18:00',
      '6 Apr',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
    ]);
    assert.deepEqual(labelsOf(laidOut(500, times('2020-04-05T15:30Z', '2020-04-05T16:00Z')).x), [
      '5 Apr 2020 15:30',
      '15:40',
      '15:45',
      '15:50',
      '15:55',
      '16:00',
    ]);
    assert.deepEqual(labelsOf(laidOut(500, times('2020-12-31T18:00Z', '2021-01-01T06:00Z')).x), [
      '31 Dec 2020 18:00',
      '21:00',
      '1 Jan 2021',
      '03:00',
      '06:00',
    ]);
  });

  it('of categories are all shown if they fit, full or shortened', () => {
    const five = [
      'Defence',
      'Department of Agriculture',
      'Department of Education and Research',
      'Foreign Affairs',
      'Health',
    ];
    for (const width of WIDTHS) {
      const layout = laidOut(width, categories(five));
      checkFits(layout, `five at ${width}`);
      if (width < 320) continue;
      assert.equal(layout.x.ticks.length, 5, `${width}: ${labelsOf(layout.x).join()}`);
      assert.equal(new Set(labelsOf(layout.x)).size, 5, 'no two look alike');
      for (const [i, { label, full }] of layout.x.ticks.entries()) assert.equal(full ?? label, five[i]);
    }
    assert.deepEqual(labelsOf(laidOut(1400, categories(five)).x), five);
    assert.deepEqual(labelsOf(laidOut(320, categories(['AA', 'B6', 'DL', 'UA', 'WN'])).x), [
      'AA',
      'B6',
      'DL',
      'UA',
      'WN',
    ]);
  });

  it('of 40 and 500 categories do not overlap on either axis, and are unshortened if some are left out', () => {
    for (const count of [12, 40, 500, 65_536]) {
      const many = Array.from({ length: count }, (_, i) => `category ${i}`);
      for (const width of WIDTHS) {
        const [flat, upright] = [laidOut(width, categories(many)), laidOut(width, numbers(0, 1), categories(many))];
        checkFits(flat, `${count} at ${width}`);
        checkFits(upright, `${count} upright at ${width}`);
        if (count >= 40)
          assert.ok(
            flat.x.ticks.every(({ full }) => full === null),
            `${count} at ${width}: ${labelsOf(flat.x).join()}`,
          );
        assert.ok(upright.y.ticks.length >= Math.min(count, 10), `${upright.y.ticks.length} of ${count}`);
      }
    }
  });

  it('that are long leave most of the plot to the picture on the y axis, and keep their full text', () => {
    const long = `${'very '.repeat(40)}long`;
    for (const width of WIDTHS) {
      const layout = laidOut(width, numbers(0, 1), categories([long, 'short']));
      assert.ok(layout.box.width >= width * 0.5 - 20, `${layout.box.width} of ${width}`);
      assert.match(layout.y.ticks[0]!.label, /…$/);
      assert.equal(layout.y.ticks[0]!.full, long);
      assert.equal(layout.y.ticks[1]!.full, null);
    }
  });

  it('of numbers and counts have the same format', () => {
    const counted = (largest: number): string[] => labelsOf(laidOut(500, numbers(0, 1), countAxis(largest).scale).y);
    assert.deepEqual(counted(2000), ['0', '500', '1,000', '1,500', '2,000']);
    assert.deepEqual(counted(15_000), ['0', '5,000', '10,000', '15,000']);
    assert.deepEqual(counted(3_200_000), ['0', '1M', '2M', '3M']);
    assert.deepEqual(labelsOf(laidOut(260, numbers(0, 15_000)).x), ['0', '5,000', '10,000', '15,000']);
    assert.deepEqual(labelsOf(laidOut(260, numbers(0, 3_200_000)).x), ['0', '1M', '2M', '3M']);
    assert.deepEqual(labelsOf(laidOut(300, numbers(1_234_560, 1_234_570)).x).at(-1), '1,234,570');
    assert.deepEqual(labelsOf(laidOut(500, numbers(-1e308, 1e308)).x), ['−1e308', '−5e307', '0', '5e307', '1e308']);
    for (const [lo, hi] of [
      [0, 1e-300],
      [0, 1e300],
      [-5000, -20],
      [-1e6, 1e6],
      [0.1, 0.35],
      [1e-5, 9e-5],
      [1e12, 9e12],
    ] as const) {
      for (const width of WIDTHS)
        checkFits(laidOut(width, numbers(lo, hi), numbers(lo, hi)), `${lo} to ${hi} at ${width}`);
    }
  });

  it('include a title shortened to the plot', () => {
    const title = 'CASE WHEN delay > 15 THEN distance ELSE 0 END'.repeat(5);
    const { x, y } = layOut(
      { widthCss: 320, heightCss: 200 },
      { x: { scale: numbers(0, 1), title }, y: { ...countAxis(3), title } },
    );
    for (const side of [x, y]) {
      assert.ok(side.title.endsWith('…') && estimatedWidth(side.title) < 320, side.title);
      assert.equal(side.fullTitle, title);
    }
  });
});
