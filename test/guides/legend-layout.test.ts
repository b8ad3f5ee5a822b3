import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimatedWidth } from '../../src/engine/guides/layout';
import type { LegendModel } from '../../src/engine/guides/legend';
import { layOutLegend, type LegendItem } from '../../src/engine/guides/legend-layout';

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

  it('leaves out labels of a ramp that would touch others', () => {
    const shown = (label: string): number => {
      const ticks = Array.from({ length: 7 }, (_, i) => ({ position: i / 6, label }));
      const item = laidOut([legendOf([], { ramp: { stops: ['red', 'blue'], ticks } })])
        .flat()
        .at(-1)!;
      return item.kind === 'ramp' ? item.ramp.ticks.length : 0;
    };
    assert.deepEqual([shown('10'), shown('1.600'), shown('1.600,00 EUR')], [7, 4, 3]);
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
    const { lines, heightCss } = layOutLegend([legendOf(['EMEA', 'APAC', 'AMER', 'ANZ'])], 120, 100, estimatedWidth)!;
    assert.ok(heightCss <= 46, `${heightCss}`);
    assert.ok(lines.flat().some(({ kind }) => kind === 'more'));
  });

  it('shortens long labels and keeps their text', () => {
    const long = 'very '.repeat(60);
    const [, entry] = laidOut([legendOf([long])], 300).flat();
    assert.ok(entry!.kind === 'entry' && entry!.text.endsWith('…') && entry!.full === long);
    assert.ok(entry!.widthCss <= 180);
  });

  it('gives a ramp a higher line', () => {
    const ramp = { stops: ['white', 'red'], ticks: [{ position: 0, label: '0' }] };
    const { lines, heightCss } = layOutLegend([legendOf([], { ramp })], 500, 300, estimatedWidth)!;
    assert.deepEqual(
      lines[0]!.map(({ kind }) => kind),
      ['title', 'ramp'],
    );
    assert.equal(heightCss, 36);
  });
});
