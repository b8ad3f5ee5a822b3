/** The style sheets of themes: they set the same properties, and their colors can be seen. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseColor } from '../../src/engine/scales/color/parse-color';

const THEMES = ['editorial', 'dark-dense'];
const SCHEMES = ['light', 'dark'] as const;
const TEXTS = ['--pika-text', '--pika-strong'];
const MARKS = ['--pika-accent', '--pika-categories'];

/** The declarations of the only rule of a theme. */
function propertiesOf(theme: string): Map<string, string> {
  const css = readFileSync(`src/themes/${theme}.css`, 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
  const [, selector, body] = /^\s*(.*?)\s*\{(.*)\}\s*$/s.exec(css)!;
  assert.equal(selector, `:where([data-pika-theme="${theme}"])`);
  return new Map(
    body!
      .split(';')
      .filter((text) => text.trim() !== '')
      .map((text) => {
        const [name, ...value] = text.split(':');
        return [name!.trim(), value.join(':').trim()] as const;
      }),
  );
}

/** The colors of a value in one scheme. */
function colorsIn(value: string, scheme: 'light' | 'dark'): readonly string[] {
  const chosen = value.replaceAll(/light-dark\(([^,]+),\s*([^)]+)\)/g, scheme === 'light' ? '$1' : '$2');
  return chosen.split(',').map((color) => color.trim());
}

/** As WCAG defines it. */
function luminance(css: string): number {
  const word = parseColor(css)!;
  const [r, g, b] = [0, 8, 16].map((at) => {
    const part = ((word >>> at) & 255) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (high! + 0.05) / (low! + 0.05);
}

describe('themes', () => {
  it('are the files of the folder', () => {
    assert.deepEqual(readdirSync('src/themes').sort(), ['dark-dense.css', 'default.css', 'editorial.css']);
  });

  it('set all properties, so that one theme leaves nothing of another around it', () => {
    const names = (theme: string): string[] =>
      [...propertiesOf(theme).keys()].filter((name) => name.startsWith('--')).sort();
    for (const theme of THEMES) assert.deepEqual(names(theme), names('default'), theme);
  });

  for (const theme of THEMES) {
    it(`have text and marks that can be seen: ${theme}`, () => {
      const properties = propertiesOf(theme);
      for (const scheme of SCHEMES) {
        const [background] = colorsIn(properties.get('background-color')!, scheme);
        for (const [names, least] of [
          [TEXTS, 4.5],
          [MARKS, 3],
        ] as const)
          for (const name of names)
            for (const color of colorsIn(properties.get(name)!, scheme)) {
              const found = contrast(color, background!);
              assert.ok(found >= least, `${name} ${color} on ${background}, ${scheme}: ${found.toFixed(2)}`);
            }
      }
    });
  }
});
