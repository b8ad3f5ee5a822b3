import { circlePolygon } from './raster/round';
import type { SymbolShape } from './symbol-shapes';

/** A symbol of an area of 1, around the origin: a closed polygon of [x, y] pairs, y down. */
type Outline = Float64Array<ArrayBuffer>;

/** All but the circle, which has as many corners as its size needs. */
const OUTLINES: Readonly<Record<Exclude<SymbolShape, 'circle'>, Outline>> = {
  square: polygon([-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]),
  cross: cross(),
  diamond: diamond(),
  'triangle-up': triangle(1),
  'triangle-down': triangle(-1),
  star: star(),
};

const circles = new Map<number, Outline>();
/** Circles whose diameters differ by less than a sixteenth of a pixel share their corners' number, not their size. */
const CIRCLES_PER_PIXEL = 8;

/** @param size the area of the symbol to draw, in device pixels */
export function symbolOutline(shape: SymbolShape, size: number): Outline {
  if (shape !== 'circle') return OUTLINES[shape];
  // Beyond this, the number of corners has reached its limit.
  const radius = Math.min(1 << 16, Math.sqrt(size / Math.PI));
  const key = Math.ceil(radius * CIRCLES_PER_PIXEL);
  let outline = circles.get(key);
  if (!outline) {
    outline = circlePolygon(key / CIRCLES_PER_PIXEL).map((value) => (value * CIRCLES_PER_PIXEL) / key / ROOT_PI);
    if (circles.size >= MAX_CIRCLES) circles.clear();
    circles.set(key, outline);
  }
  return outline;
}

const MAX_CIRCLES = 256;
const ROOT_PI = Math.sqrt(Math.PI);

function polygon(...points: readonly (readonly [number, number])[]): Outline {
  return Float64Array.from(points.flat());
}

function cross(): Outline {
  const arm = Math.sqrt(1 / 5) / 2;
  return polygon(
    ...(
      [
        [-3, -1],
        [-1, -1],
        [-1, -3],
        [1, -3],
        [1, -1],
        [3, -1],
        [3, 1],
        [1, 1],
        [1, 3],
        [-1, 3],
        [-1, 1],
        [-3, 1],
      ] as const
    ).map(([x, y]) => [x * arm, y * arm] as const),
  );
}

/** Twice as high as an equilateral triangle. */
function diamond(): Outline {
  const slope = Math.sqrt(1 / 3);
  const y = Math.sqrt(1 / (2 * slope));
  return polygon([0, -y], [y * slope, 0], [0, y], [-y * slope, 0]);
}

/** Equilateral, with its center of mass at the origin. */
function triangle(up: 1 | -1): Outline {
  const y = Math.sqrt(1 / (3 * Math.sqrt(3)));
  return polygon([0, -2 * up * y], [Math.sqrt(3) * y, up * y], [-Math.sqrt(3) * y, up * y]);
}

/** With five points; the inner corners lie on the lines between them. */
function star(): Outline {
  const inner = Math.sin(Math.PI / 10) / Math.sin((7 * Math.PI) / 10);
  // Ten triangles with a corner at the center.
  const radius = Math.sqrt(1 / (5 * inner * Math.sin(Math.PI / 5)));
  return polygon(
    ...Array.from({ length: 10 }, (_, i) => {
      const [reach, angle] = [i % 2 === 0 ? radius : radius * inner, (i * Math.PI) / 5];
      return [reach * Math.sin(angle), -reach * Math.cos(angle)] as const;
    }),
  );
}
