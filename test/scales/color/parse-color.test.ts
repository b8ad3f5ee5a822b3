import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cssOf } from '../../../src/engine/scales/color/color-word';
import { parseColor } from '../../../src/engine/scales/color/parse-color';

const parsed = (text: string): string | null => {
  const word = parseColor(text);
  return word === null ? null : cssOf(word);
};

test('reads CSS colors', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['#f60', '#ff6600'],
    ['#F608', '#ff660088'],
    ['#123456', '#123456'],
    ['#12345678', '#12345678'],
    [' SteelBlue ', '#4682b4'],
    ['rebeccapurple', '#663399'],
    ['aliceblue', '#f0f8ff'],
    ['yellowgreen', '#9acd32'],
    ['transparent', '#00000000'],
    ['rgb(1, 2, 3)', '#010203'],
    ['rgb(100% 0% 50% / 50%)', '#ff008080'],
    ['rgba(300, -5, 0, 0.5)', '#ff000080'],
    ['hsl(120, 100%, 50%)', '#00ff00'],
    ['hsl(-0.5turn 100 50)', '#00ffff'],
    ['hsla(210deg 50% 40% / 1)', '#336699'],
    ['oklab(1 0 0)', '#ffffff'],
    ['oklch(62.796% 0.25768 29.234)', '#ff0000'],
    ['oklch(0.86644 0.29483 142.4953deg)', '#00ff00'],
  ];
  for (const [text, expected] of cases) assert.equal(parsed(text), expected, text);
});

test('answers null for other texts', () => {
  const texts = ['', 'blurple', '#12', '#12345', '#ggg', 'rgb(1, 2)', 'rgb(a, b, c)', 'currentColor', 'var(--x)'];
  for (const text of [...texts, 'hsl(1, 2, 3, 4, 5)', 'constructor', 'url(x)', 'rgb(1,2,3', 'rgb(1, , 3)']) {
    assert.equal(parsed(text), null, text);
  }
});
