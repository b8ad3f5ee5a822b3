import type { Raster } from './raster';
import { arcSteps } from './round';

/** How a stroke ends: with a half circle, or flat, at its last point. */
export type Cap = 'round' | 'butt';

/** Corners whose outer gap is narrower than this, in device pixels, need no join. */
const LEAST_GAP_PX = 0.05;
/** The direction of a shorter segment is a rounding error. */
const LEAST_SEGMENT_PX = 1e-6;

/**
 * Adds the outline of a stroked path to the raster's shape. The outline consists of one rectangle for each segment, a
 * wedge on the outer side of each corner, and two caps, all of the same orientation: where parts overlap, coverage is
 * clamped to 1. Edges inside of the stroke cancel, so only its border is added, segment by segment.
 */
export class Pen {
  readonly #raster: Raster;
  readonly #half: number;
  readonly #cap: Cap;
  // The first point of the path, and the normal of its first segment: half the width long, to the left.
  #startX = 0;
  #startY = 0;
  #startNx = 0;
  #startNy = 0;
  #startLength = 0;
  #x = 0;
  #y = 0;
  #nx = 0;
  #ny = 0;
  #length = 0;
  #isDown = false;
  #hasSegments = false;

  constructor(raster: Raster, widthPx: number, cap: Cap) {
    this.#raster = raster;
    this.#half = widthPx / 2;
    this.#cap = cap;
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  moveTo(x: number, y: number): void {
    this.#startX = this.#x = x;
    this.#startY = this.#y = y;
    this.#isDown = true;
    this.#hasSegments = false;
  }

  lineTo(x: number, y: number): void {
    const dx = x - this.#x;
    const dy = y - this.#y;
    const length = Math.sqrt(dx * dx + dy * dy);
    if (!(length > LEAST_SEGMENT_PX)) return;
    const scale = this.#half / length;
    const nx = dy * scale;
    const ny = -dx * scale;
    if (this.#hasSegments) {
      this.#join(nx, ny, length);
    } else {
      this.#hasSegments = true;
      this.#startNx = nx;
      this.#startNy = ny;
      this.#startLength = length;
    }
    const raster = this.#raster;
    raster.edge(this.#x + nx, this.#y + ny, x + nx, y + ny);
    raster.edge(x - nx, y - ny, this.#x - nx, this.#y - ny);
    this.#x = x;
    this.#y = y;
    this.#nx = nx;
    this.#ny = ny;
    this.#length = length;
  }

  /** Ends an open path. One without length is a dot. */
  end(): void {
    if (!this.#isDown) return;
    this.#isDown = false;
    if (!this.#hasSegments) {
      this.#arc(this.#x, this.#y, this.#half, 0, 2 * Math.PI);
      return;
    }
    this.#addCap(this.#startX, this.#startY, -this.#startNx, -this.#startNy);
    this.#addCap(this.#x, this.#y, this.#nx, this.#ny);
  }

  /** Ends a path at its first point, with a join there. */
  close(): void {
    if (!this.#isDown) return;
    this.lineTo(this.#startX, this.#startY);
    if (this.#hasSegments) this.#join(this.#startNx, this.#startNy, this.#startLength);
    this.#isDown = false;
  }

  #addCap(x: number, y: number, nx: number, ny: number): void {
    if (this.#cap === 'round') this.#arc(x, y, nx, ny, Math.PI);
    else this.#raster.edge(x + nx, y + ny, x - nx, y - ny);
  }

  /** The corner at the current point, between the last normal and that of a segment of this length. */
  #join(nx: number, ny: number, length: number): void {
    const raster = this.#raster;
    const x = this.#x;
    const y = this.#y;
    const fromX = this.#nx;
    const fromY = this.#ny;
    const cross = fromX * ny - fromY * nx;
    const dot = fromX * nx + fromY * ny;
    if (dot > 0 && Math.abs(cross) < LEAST_GAP_PX * this.#half) {
      raster.edge(x + fromX, y + fromY, x + nx, y + ny);
      raster.edge(x - nx, y - ny, x - fromX, y - fromY);
      return;
    }
    const angle = Math.atan2(cross, dot);
    const outer = angle > 0 ? 1 : -1;
    if (outer > 0) this.#arc(x, y, fromX, fromY, angle);
    else this.#arc(x, y, -nx, -ny, -angle);
    // On the inner side the segments overlap, up to where their borders meet; they would count twice there. If they are
    // too short to meet, they are joined at the corner.
    const squared = this.#half * this.#half;
    const overlap = (2 * this.#half * Math.abs(cross)) / (squared + dot);
    const meet = overlap <= this.#length && overlap <= length ? (outer * squared) / (squared + dot) : 0;
    const innerX = x - meet * (fromX + nx);
    const innerY = y - meet * (fromY + ny);
    if (outer > 0) {
      raster.edge(x - nx, y - ny, innerX, innerY);
      raster.edge(innerX, innerY, x - fromX, y - fromY);
    } else {
      raster.edge(x + fromX, y + fromY, innerX, innerY);
      raster.edge(innerX, innerY, x + nx, y + ny);
    }
  }

  /** The chords of an arc around (x, y), from the direction (nx, ny), clockwise on the screen. */
  #arc(x: number, y: number, nx: number, ny: number, angle: number): void {
    const steps = arcSteps(this.#half, angle);
    const cos = Math.cos(angle / steps);
    const sin = Math.sin(angle / steps);
    let fromX = nx;
    let fromY = ny;
    for (let i = 0; i < steps; i++) {
      const toX = fromX * cos - fromY * sin;
      const toY = fromX * sin + fromY * cos;
      this.#raster.edge(x + fromX, y + fromY, x + toX, y + toY);
      fromX = toX;
      fromY = toY;
    }
  }
}

/** Strokes a closed polygon. `points` are [x, y] pairs, scaled and then offset by (x, y). */
export function strokePolygon(pen: Pen, points: Float64Array, x: number, y: number, scale: number): void {
  pen.moveTo(x + scale * points[0]!, y + scale * points[1]!);
  for (let i = 2; i < points.length; i += 2) pen.lineTo(x + scale * points[i]!, y + scale * points[i + 1]!);
  pen.close();
}
