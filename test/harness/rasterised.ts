import assert from 'node:assert/strict';
import type { Box } from '../../src/engine/frame/box';
import type { Paint } from '../../src/engine/paints/index';
import { panelOn } from './painted';
import './all-vectors';

/** RGBA words of a panel at the canvas's corner. */
export interface Rasterised {
  readonly box: Box;
  word(x: number, y: number): number;
  /** 0–1. */
  alpha(x: number, y: number): number;
}

/** Paints on a panel of this size, by the CPU backend's painters. The whole canvas has 400 × 300 pixels. */
export function rasterised(paints: readonly Paint[], width: number, height: number): Rasterised {
  const { images } = panelOn({ x: 0, y: 0, width, height }).paint(paints, {});
  const words = new Uint32Array(400 * 300);
  for (const { image, x, y } of images) {
    const part = new Uint32Array(image.data.buffer);
    for (let row = 0; row < image.height; row++)
      words.set(part.subarray(row * image.width, (row + 1) * image.width), (y + row) * 400 + x);
  }
  const word = (x: number, y: number): number => words[y * 400 + x]!;
  return { box: { x: 0, y: 0, width, height }, word, alpha: (x, y) => (word(x, y) >>> 24) / 255 };
}

/** The share of 16 × 16 points of pixel (x, y) that lie inside of a shape. */
export function sampledCoverage(isInside: (x: number, y: number) => boolean, x: number, y: number): number {
  let inside = 0;
  // Most pixels are inside or outside as a whole.
  const probes = [0.02, 0.34, 0.66, 0.98].flatMap((i) => [0.02, 0.34, 0.66, 0.98].map((j) => isInside(x + i, y + j)));
  if (probes.every((probe) => probe === probes[0])) return probes[0] ? 1 : 0;
  for (let i = 0; i < 16; i++)
    for (let j = 0; j < 16; j++) if (isInside(x + (i + 0.5) / 16, y + (j + 0.5) / 16)) inside++;
  return inside / 256;
}

/** Compares the alpha of every pixel with what 256 points of it say. Samples differ from areas by a few percent. */
export function assertCovers(
  { box, alpha }: Rasterised,
  isInside: (x: number, y: number) => boolean,
  tolerance = 0.06,
): void {
  let covered = 0;
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      const expected = sampledCoverage(isInside, x, y);
      const found = alpha(x, y);
      covered += expected;
      assert.ok(Math.abs(found - expected) <= tolerance, `pixel ${x}, ${y}: found ${found}, expected ${expected}`);
    }
  }
  assert.ok(covered > 4, 'the shape covers something');
}

export const floats = (...values: readonly number[]): Float64Array<ArrayBuffer> => Float64Array.from(values);
