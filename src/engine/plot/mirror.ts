import type { PositionChannel, Size } from '../grammar/position-channel';
import type { BrushPx, Range, SelectionShape } from '../select/view-selection';

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Converts between places on a plot and places along its axes. Kernels and selections number pixels from the start of
 * an axis, in the order of its values; on a reversed axis, that start is at the opposite side of the plot. Each method
 * converts in both directions.
 */
export class Mirror {
  readonly #box: Size;
  readonly #reversed: Readonly<Record<PositionChannel, boolean>>;

  constructor(box: Size, reversed: Readonly<Record<PositionChannel, boolean>>) {
    this.#box = box;
    this.#reversed = reversed;
  }

  /** A place in CSS pixels of the box. */
  point<P extends Point>(point: P): P {
    const { x, y } = this.#reversed;
    return x || y ? { ...point, x: this.#along('x', point.x), y: this.#along('y', point.y) } : point;
  }

  /** A corner of a curve. */
  corner([x, y]: readonly [x: number, y: number]): readonly [x: number, y: number] {
    return [this.#along('x', x), this.#along('y', y)];
  }

  range(channel: PositionChannel, [from, to]: Range): Range {
    return this.#reversed[channel] ? [this.#along(channel, to), this.#along(channel, from)] : [from, to];
  }

  brush({ x, y, ...panel }: BrushPx): BrushPx {
    return { ...panel, x: x && this.range('x', x), y: y && this.range('y', y) };
  }

  shape(shape: SelectionShape): SelectionShape {
    switch (shape.kind) {
      case 'brush':
      case 'nearest':
        return { ...shape, px: this.brush(shape.px) };
      case 'picked':
        return { ...shape, boxes: shape.boxes.map((box) => this.brush(box)) };
      case 'lasso':
        return { ...shape, corners: shape.corners.map((corner) => this.corner(corner)) };
      case 'hidden':
        return shape;
    }
  }

  /** A place from 0 to 1 along an axis. */
  fraction(channel: PositionChannel, fraction: number): number {
    return this.#reversed[channel] ? 1 - fraction : fraction;
  }

  /** A distance along an axis. */
  distance(channel: PositionChannel, distance: number): number {
    return this.#reversed[channel] ? -distance : distance;
  }

  #along(channel: PositionChannel, px: number): number {
    if (!this.#reversed[channel]) return px;
    return (channel === 'x' ? this.#box.width : this.#box.height) - px;
  }
}
