import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { comparePictures } from './compare-pictures.mjs';

const [WIDTH, HEIGHT] = [40, 20];

/** A bar from x = `from`, 10 px wide, on white. */
function bar(from: number): PNG {
  const picture = new PNG({ width: WIDTH, height: HEIGHT });
  const pixels = new Uint32Array(picture.data.buffer, picture.data.byteOffset, WIDTH * HEIGHT).fill(0xffff_ffff);
  for (let y = 0; y < HEIGHT; y++) pixels.fill(0xffde_6f2f, y * WIDTH + from, y * WIDTH + from + 10);
  return picture;
}

test('a picture equal to the stored one passes', () => {
  assert.equal(comparePictures({ picture: bar(5), blank: 0 }, bar(5)), null);
});

test('a shift by one pixel fails, with three images side by side: stored, drawn, difference', () => {
  const { wrong, images } = comparePictures({ picture: bar(6), blank: 0 }, bar(5))!;
  assert.equal(wrong, `${2 * HEIGHT} pixels differ`);
  assert.deepEqual([images.width, images.height], [3 * WIDTH, HEIGHT]);
  const third = (i: number): PNG => {
    const part = new PNG({ width: WIDTH, height: HEIGHT });
    PNG.bitblt(images, part, i * WIDTH, 0, WIDTH, HEIGHT, 0, 0);
    return part;
  };
  assert.deepEqual(third(0).data, bar(5).data);
  assert.deepEqual(third(1).data, bar(6).data);
  const red = third(2).data.filter((value, at) => at % 4 === 0 && value === 255 && third(2).data[at + 1] === 0);
  assert.equal(red.length, 2 * HEIGHT);
});

test('a blank plot fails even if a blank one is stored; so do a picture without a stored one, and one of another size', () => {
  const wrong = (blank: number, stored: PNG | null): string =>
    comparePictures({ picture: bar(5), blank }, stored)!.wrong;
  assert.equal(wrong(1, bar(5)), '1 of its plots is blank');
  assert.match(wrong(0, null), /^no picture is stored/);
  assert.equal(wrong(0, new PNG({ width: WIDTH, height: HEIGHT + 1 })), 'is 40×20, stored 40×21');
});
