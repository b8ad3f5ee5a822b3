import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { estimatedWidth, layOut } from '../../src/engine/guides/layout';
import { colorLegend } from '../../src/engine/guides/color-legend';
import type { LegendModel, LegendRamp } from '../../src/engine/guides/legend';
import { layOutLegend, type LegendItem, type RampItem } from '../../src/engine/guides/legend-layout';
import { RampColors } from '../../src/engine/scales/color/ramp-colors';
import { BandScale } from '../../src/engine/scales/band-scale';
import { LinearScale } from '../../src/engine/scales/linear-scale';
import { PLAIN } from '../../src/engine/scales/presentation';

const legendOf = (labels: readonly string[], more: Partial<LegendModel> = {}): LegendModel => ({
  channel: 'color',
  title: 'origin',
  entries: labels.map((label, value) => ({ label, value, color: 'red' })),
  ...more,
});
const laidOut = (legends: readonly LegendModel[], width = 500, height = 300): LegendItem[][] =>
  (layOutLegend(legends, width, height, estimatedWidth)?.lines ?? []).map((line) => [...line]);
const texts = (lines: LegendItem[][]): string[][] =>
  lines.map((line) => line.map((item) => ('text' in item ? item.text : item.kind)));

describe('the layout of legends', () => {
  it('is null without entries, ramp or title', () => {
    assert.equal(layOutLegend([], 500, 300, estimatedWidth), null);
    assert.equal(layOutLegend([legendOf([], { title: '' })], 500, 300, estimatedWidth), null);
  });

  it('puts what fits into one line, and several legends after each other', () => {
    const shapes = legendOf(['circle'], { channel: 'shape', title: 'kind' });
    assert.deepEqual(texts(laidOut([legendOf(['EMEA', 'APAC']), shapes])), [
      ['origin', 'EMEA', 'APAC', 'kind', 'circle'],
    ]);
  });

  it('wraps, and moves a title with its first entry', () => {
    const [regions, kinds] = [legendOf(['EMEA', 'APAC']), legendOf(['circle'], { title: 'kind' })];
    assert.deepEqual(texts(laidOut([regions, kinds], 230)), [
      ['origin', 'EMEA', 'APAC'],
      ['kind', 'circle'],
    ]);
  });

  const rampOf = (tickSets: LegendRamp['tickSets'], width = 500): RampItem => {
    const item = laidOut([legendOf([], { ramp: { stops: ['red', 'blue'], tickSets } })], width)
      .flat()
      .at(-1)!;
    assert.ok(item.kind === 'ramp');
    return item;
  };

  it('labels a ramp with fewer ticks, still round ones, if the labels would otherwise touch', () => {
    const shown = (specifier: string): string[] => {
      const show = { ...PLAIN, format: { specifier, attribute: 'color-format' } };
      const scale = new LinearScale([20, 131], false, false, show);
      const { ramp } = colorLegend(new RampColors('sequential', Uint32Array.of(0, 0xffffff), [20, 131], scale, 0), '');
      return rampOf(ramp!.tickSets).ticks.map(({ label }) => label);
    };
    assert.deepEqual(shown('d'), ['20', '40', '60', '80', '100', '120']);
    assert.deepEqual(shown('.3f'), ['50.000', '100.000']);
    assert.deepEqual(shown('.12f'), ['50.000000000000']);
  });

  it('keeps a gap between the labels of a ramp, each in the middle of its tick or at an end', () => {
    for (const width of [60, 90, 120, 180, 500]) {
      const ticks = [0, 0.25, 0.5, 0.75, 1].map((position) => ({ position, label: String(100 + 20 * position) }));
      const item = rampOf([ticks, [ticks[0]!, ticks[4]!], [ticks[2]!]], width);
      const ends = item.ticks.map(({ leftCss, label }) => [leftCss, leftCss + estimatedWidth(label)] as const);
      for (const [i, [left, right]] of ends.entries()) {
        assert.ok(left >= 0 && right <= item.widthCss);
        assert.ok(i === 0 || left >= ends[i - 1]![1] + 10, `${width}: ${JSON.stringify(ends)}`);
      }
    }
    const { ticks } = rampOf([[{ position: 0.5, label: '12345' }]]);
    assert.deepEqual(ticks, [{ position: 0.5, label: '12345', leftCss: 90 - estimatedWidth('12345') / 2 }]);
  });

  it('counts the entries beyond three lines', () => {
    const lines = laidOut([legendOf(Array.from({ length: 60 }, (_, i) => `origin ${i}`))], 400);
    assert.equal(lines.length, 3);
    const last = lines.at(-1)!.at(-1)!;
    const shown = lines.flat().filter(({ kind }) => kind === 'entry').length;
    assert.ok(last.kind === 'more' && last.text === `+${60 - shown} more` && shown > 5);
    for (const line of lines) assert.ok(line.reduce((sum, { widthCss }) => sum + widthCss + 4, -4) <= 400);
  });

  it('leaves most of a low plot to the picture', () => {
    const regions = [legendOf(['EMEA', 'APAC', 'AMER', 'ANZ'])];
    const { lines, heightCss } = layOutLegend(regions, 120, 120, estimatedWidth)!;
    assert.ok(heightCss <= 48, `${heightCss}`);
    assert.ok(lines.flat().some(({ kind }) => kind === 'more'));
  });

  it('leaves half of the height to the picture between the axes: fewer lines, then none', () => {
    const x = { scale: new LinearScale([0, 100], false), title: 'x' };
    const many = legendOf(Array.from({ length: 60 }, (_, i) => `origin ${i}`));
    const linesAt = (heightCss: number): number => {
      const { legend, box } = layOut({ widthCss: 300, heightCss }, { x, y: x }, [many]);
      assert.ok(!legend || box.height >= heightCss / 2, `${box.height} of ${heightCss}`);
      return legend?.lines.length ?? 0;
    };
    assert.deepEqual([100, 120, 160, 200, 240, 300, 400].map(linesAt), [0, 0, 0, 1, 2, 3, 3]);
  });

  it('is null if only titles fit', () => {
    assert.equal(layOutLegend([legendOf(['EMEA', 'APAC'])], 100, 80, estimatedWidth), null);
  });

  it('puts a title and a narrow ramp into one line where there is no room for two', () => {
    const ramp = { stops: ['white', 'red'], tickSets: [[{ position: 0, label: '0' }]] };
    const legend = legendOf([], { title: 'average horsepower', ramp });
    const kindsAt = (height: number): string[][] =>
      laidOut([legend], 200, height).map((line) => line.map(({ kind }) => kind));
    assert.deepEqual(kindsAt(300), [['title'], ['ramp']]);
    assert.deepEqual(kindsAt(100), [['title', 'ramp']]);
  });

  it('shortens long labels and keeps their text', () => {
    const long = 'very '.repeat(60);
    const [, entry] = laidOut([legendOf([long])], 300).flat();
    assert.ok(entry!.kind === 'entry' && entry!.text.endsWith('…') && entry!.full === long);
    assert.ok(entry!.widthCss <= 180);
  });

  it('gives a ramp a higher line', () => {
    const ramp = { stops: ['white', 'red'], tickSets: [[{ position: 0, label: '0' }]] };
    const { lines, heightCss } = layOutLegend([legendOf([], { ramp })], 500, 300, estimatedWidth)!;
    assert.deepEqual(
      lines[0]!.map(({ kind }) => kind),
      ['title', 'ramp'],
    );
    assert.equal(heightCss, 36);
  });
});

test('a plot with wide labels beside y gives its legends its whole width', () => {
  const scale = new BandScale([0, 2], ['a rather long label', 'another rather long label']);
  const y = { scale, title: 'y' };
  const x = { scale: new LinearScale([0, 100], false), title: 'x' };
  const { legend, box } = layOut({ widthCss: 400, heightCss: 300 }, { x, y }, [
    {
      channel: 'color',
      title: '',
      entries: ['first', 'second', 'third', 'fourth', 'fifth'].map((label, value) => ({ label, value })),
    },
  ]);
  assert.ok(box.width < 300);
  assert.deepEqual([legend!.widthCss, legend!.lines.length], [372, 1]);
});
