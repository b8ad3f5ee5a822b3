import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitTexts, type PlacedText } from '../../src/engine/guides/fit-texts';
import { layOut } from '../../src/engine/guides/layout';
import type { LegendModel } from '../../src/engine/guides/legend';
import { titleBounds } from '../../src/engine/guides/title-bounds';
import { LinearScale } from '../../src/engine/scales/linear-scale';

const space = { widthCss: 200, heightCss: 100 };
const measure = (text: string): number => 6 * text.length;
const at = (text: string, x: number, y: number, more: Partial<PlacedText> = {}): PlacedText => ({
  text,
  x,
  y,
  anchor: 'middle',
  baseline: 'middle',
  sizeCss: 11,
  ...more,
});
const shownOf = (texts: readonly PlacedText[], obstacles = [] as Parameters<typeof fitTexts>[3]) =>
  fitTexts(texts, space, measure, obstacles).shown.map(({ text, x, y }) => [text, x, y]);

test('shows the first of overlapping texts', () => {
  const texts = [at('first', 50, 50), at('second', 60, 55), at('third', 120, 50)];
  assert.deepEqual(fitTexts(texts, space, measure).hidden, 1);
  assert.deepEqual(
    shownOf(texts).map(([text]) => text),
    ['first', 'third'],
  );
});

test('takes the anchor, the baseline and the size of a text into account', () => {
  const texts = [at('aaaaa', 50, 50, { anchor: 'end' }), at('bbbbb', 54, 50, { anchor: 'start' })];
  assert.equal(shownOf(texts).length, 2, 'side by side');
  assert.equal(shownOf(texts.map((text) => ({ ...text, sizeCss: 22, anchor: 'middle' as const }))).length, 1);
  const above = [at('a', 50, 50, { baseline: 'bottom' }), at('b', 50, 50, { baseline: 'top' })];
  assert.equal(shownOf(above).length, 2);
});

test('moves a text that would leave the plot into it', () => {
  assert.deepEqual(shownOf([at('edge', 199, 50), at('top', 50, 0, { baseline: 'bottom' })]), [
    ['edge', 188, 50],
    ['top', 50, 11 * 1.15],
  ]);
});

test('leaves out texts that would cover an obstacle', () => {
  assert.deepEqual(shownOf([at('covers', 50, 50)], [{ left: 58, top: 48, right: 60, bottom: 50 }]), []);
});

test('agrees with a comparison of all pairs', () => {
  const texts = Array.from({ length: 300 }, (_, i) => at('x'.repeat(1 + (i % 9)), (i * 73) % 200, (i * 31) % 100));
  const { shown, hidden } = fitTexts(texts, space, measure);
  assert.equal(shown.length + hidden, 300);
  const half = ({ text }: PlacedText): number => (6 * text.length) / 2;
  for (const [i, a] of shown.entries())
    for (const b of shown.slice(i + 1))
      assert.ok(Math.abs(a.x - b.x) >= half(a) + half(b) || Math.abs(a.y - b.y) >= 11 * 1.15 - 1e-9, `${i}`);
});

test('moves a text that would cover a title below it, and leaves the others', () => {
  const titles = [{ left: 0, right: 60, top: 0, bottom: 20 }];
  const texts = [at('below', 30, 22, { baseline: 'bottom' }), at('beside', 150, 20, { baseline: 'bottom' })];
  const { shown } = fitTexts(texts, space, measure, [], titles);
  assert.deepEqual(
    shown.map(({ text, y }) => [text, Number(y.toFixed(2))]),
    [
      ['below', 20 + 11 * 1.15],
      ['beside', 20],
    ],
  );
});

test('the titles of both y axes and the legend are above the panels', () => {
  const scale = new LinearScale([0, 10], false);
  const axis = (title: string) => ({ scale, title });
  const legend: LegendModel = { channel: 'color', title: 'kind', entries: [{ label: 'a', value: 0 }] };
  const layout = layOut({ widthCss: 400, heightCss: 300, measure }, { x: axis('x'), y: axis('y'), right: axis('r') }, [
    legend,
  ]);
  assert.deepEqual(
    titleBounds(layout, measure).map(({ left, right, bottom }) => [left, Math.round(right), bottom].map(Math.round)),
    [
      [0, 400, 26],
      [0, 30, 46],
      [370, 400, 46],
    ],
  );
  const untitled = layOut({ widthCss: 400, heightCss: 300 }, { x: axis('x'), y: axis('') });
  assert.deepEqual(titleBounds(untitled, measure), []);
});
