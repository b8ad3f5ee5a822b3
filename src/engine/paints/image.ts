import wgsl from '../../../shaders/image.wgsl';
import { wholePixels, type Box } from '../frame/box';
import type { PaintKind } from './paint-kind';
import { blendImage } from './raster/blend';
import { boundsOf, boxOf, joined, movedBy, NO_BOUNDS, within } from './raster/bounds';
import { Raster } from './raster/raster';
import { vectorKind, type VectorPaint } from './vectors';

/**
 * Consecutive vector paints of one panel, rasterized in software to one image of the pixels that they touch. Both
 * backends blend that image over the earlier paints.
 */
export interface ImagePaint {
  readonly paint: 'image';
  readonly of: readonly VectorPaint[];
}

/** The memory of one rasterizer serves every image. */
const raster = new Raster();

export const image: PaintKind<ImagePaint> = {
  name: 'image',
  slots: () => [],

  cpu: {
    paint(paint, panel, canvas) {
      const box = imageBox(paint, panel, canvas.box);
      if (!box) return;
      const { words, isClear } = canvas.pixels(box);
      if (isClear) {
        rasterise(paint, panel, box, words);
      } else {
        const above = canvas.scratch(box.width * box.height).subarray(0, box.width * box.height);
        rasterise(paint, panel, box, above);
        blendImage(above, words);
      }
    },
  },

  gpu: {
    wgsl,
    vertex: 'whole_surface',
    fragment: 'image_color',
    topology: 'triangle-list',
    inputs: 1,
    draw(paint, panel, { canvas, maxImageWords }) {
      const whole = imageBox(paint, panel, canvas);
      if (!whole) return [];
      const rows = Math.max(1, Math.floor(maxImageWords / whole.width));
      return Array.from({ length: Math.ceil(whole.height / rows) }, (_, i) => {
        const y = whole.y + i * rows;
        const box = { ...whole, y, height: Math.min(rows, whole.y + whole.height - y) };
        return {
          box,
          clip: box,
          uniforms: [0, 0] as const,
          tables: [],
          image: { words: box.width * box.height, write: (words: Uint32Array) => rasterise(paint, panel, box, words) },
          vertices: 3,
          instances: 1,
        };
      });
    },
  },
};

/** The pixels of the canvas that the image touches; null if there are none. */
function imageBox({ of }: ImagePaint, panel: Box, canvas: Box): Box | null {
  const { x, y, ...size } = wholePixels(panel);
  const visible = movedBy(boundsOf(canvas), -x, -y);
  const inPanel = within(boundsOf({ x: 0, y: 0, ...size }), visible);
  const touched = of.reduce((all, paint) => {
    const bounds = within(vectorKind(paint.paint).bounds(paint), paint.overflows ? visible : inPanel);
    return boxOf(bounds) ? joined(all, bounds) : all;
  }, NO_BOUNDS);
  return boxOf(movedBy(touched, x, y));
}

/** Fills the words of `box`, a part of the canvas. */
function rasterise({ of }: ImagePaint, panel: Box, box: Box, words: Uint32Array): void {
  words.fill(0);
  const { x, y, ...size } = wholePixels(panel);
  const own = { ...box, x: box.x - x, y: box.y - y };
  const inPanel = within(boundsOf(own), boundsOf({ x: 0, y: 0, ...size }));
  for (const paint of of) {
    raster.target(words, own, paint.overflows ? boundsOf(own) : inPanel);
    vectorKind(paint.paint).draw(paint, raster);
  }
  raster.trim();
}
