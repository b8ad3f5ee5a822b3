import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitTexts, type PlacedText } from '../../src/engine/guides/fit-texts';

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
