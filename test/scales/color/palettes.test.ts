import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColorWord } from '../../../src/engine/scales/color/color-word';
import { cssOf } from '../../../src/engine/scales/color/color-word';
import { paletteOf } from '../../../src/engine/scales/color/palettes';
import { rampThrough } from '../../../src/engine/scales/color/ramp';
import { deltaE2000, labOf, luminanceOf, seenBy, VISIONS } from './color-vision';

/** The backgrounds of `theme-properties.ts`. */
const PAGES = { light: 0xffffffff, dark: 0xff1c1714 } as const;
/**
 * ΔE₀₀ of any two colors; 1 is just visible. Here the least is 11.8 (light) and 13.1 (dark). Okabe and Ito's seven
 * chromatic colors reach 11.1, without contrast with a white page; the first eight of Tableau 10 reach 0.7.
 */
const LEAST_DIFFERENCE = 11.5;
const LEAST_CONTRAST = 3;

const contrast = (a: ColorWord, b: ColorWord): number => {
  const [dark, light] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

for (const page of ['light', 'dark'] as const) {
  const palette = paletteOf(page === 'dark');

  test(`readers of every color vision can tell the colors of a ${page} page apart`, () => {
    const all = [...palette.categories, palette.other];
    assert.equal(palette.categories.length, 8);
    for (const vision of VISIONS) {
      for (const [i, a] of all.entries()) {
        for (const b of all.slice(i + 1)) {
          const difference = deltaE2000(labOf(seenBy(vision, a)), labOf(seenBy(vision, b)));
          const where = `${cssOf(a)} and ${cssOf(b)} differ by ${difference.toFixed(1)} with ${vision}`;
          assert.ok(difference >= LEAST_DIFFERENCE, where);
        }
      }
    }
  });

  test(`the colors contrast with a ${page} page`, () => {
    for (const color of [...palette.categories, palette.other]) {
      const found = contrast(color, PAGES[page]);
      assert.ok(found >= LEAST_CONTRAST, `${cssOf(color)}: ${found.toFixed(2)}`);
    }
  });

  test(`the diverging ramp of a ${page} page gets stronger to both sides, with ends that differ for every reader`, () => {
    const ramp = rampThrough(palette.diverging);
    const toPage = (i: number): number => Math.abs(labOf(ramp[i]!)[0] - labOf(PAGES[page])[0]);
    for (let i = 1; i < 128; i++) assert.ok(toPage(i) <= toPage(i - 1) + 0.5, `at ${i}`);
    for (let i = 129; i < 256; i++) assert.ok(toPage(i) >= toPage(i - 1) - 0.5, `at ${i}`);
    for (const vision of VISIONS) {
      const [a, b] = [labOf(seenBy(vision, ramp[0]!)), labOf(seenBy(vision, ramp[255]!))];
      assert.ok(deltaE2000(a, b) >= 30, vision);
    }
  });
}

test('the difference of colors is that of the published examples', () => {
  // Sharma, Wu, Dalal 2005, pairs 1, 7, 17, 25 and 34.
  const pairs = [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const;
  for (const [a, b, expected] of pairs) assert.ok(Math.abs(deltaE2000(a, b) - expected) < 1e-4, a.join());
});
