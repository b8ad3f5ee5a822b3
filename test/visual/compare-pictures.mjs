import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Colors may differ by rounding between a GPU's and our arithmetic; geometry may not. */
const COLOR_TOLERANCE = 0.06;
const DIFFERENT_PIXELS_ALLOWED = 12;

/**
 * Null if the picture equals the stored one and no plot in it is blank; otherwise the problem, and one image of three
 * side by side: stored, drawn, and difference.
 * @param {{ picture: PNG, blank: number }} drawn  `blank`: number of plots with a canvas of one color
 * @param {PNG | null} stored
 * @returns {{ wrong: string, images: PNG } | null}
 */
export function comparePictures({ picture, blank }, stored) {
  const { width, height } = picture;
  const difference = new PNG({ width, height });
  const wrong = whatIsWrong(picture, blank, stored, difference);
  return wrong === null
    ? null
    : { wrong, images: sideBySide([stored ?? new PNG({ width, height }), picture, difference]) };
}

/**
 * Fills `difference` if the two can be compared.
 * @param {PNG} picture @param {number} blank @param {PNG | null} stored @param {PNG} difference
 */
function whatIsWrong({ width, height, data }, blank, stored, difference) {
  if (blank > 0) return `${blank} of its plots ${blank > 1 ? 'are' : 'is'} blank`;
  if (!stored) return 'no picture is stored: run with --update and look at it';
  if (stored.width !== width || stored.height !== height)
    return `is ${width}×${height}, stored ${stored.width}×${stored.height}`;
  const different = pixelmatch(stored.data, data, difference.data, width, height, {
    threshold: COLOR_TOLERANCE,
    includeAA: true,
  });
  return different <= DIFFERENT_PIXELS_ALLOWED ? null : `${different} pixels differ`;
}

/** @param {readonly PNG[]} images */
function sideBySide(images) {
  const width = Math.max(...images.map((image) => image.width));
  const side = new PNG({ width: width * images.length, height: Math.max(...images.map((image) => image.height)) });
  for (const [i, image] of images.entries()) PNG.bitblt(image, side, 0, 0, image.width, image.height, i * width, 0);
  return side;
}
