import { intersection, type Box } from '../../frame/box';
import type { Surface } from '../../frame/backend';
import type { CanvasPixels, CpuCanvas, ShapeContext } from '../../paints/paint-kind';

/** The part of a 2D context that painting needs. Tests replace it to record calls. */
export interface PaintContext extends ShapeContext {
  clearRect(x: number, y: number, width: number, height: number): void;
  createImageData(width: number, height: number): ImageData;
  getImageData(x: number, y: number, width: number, height: number): ImageData;
  putImageData(image: ImageData, x: number, y: number): void;
}

/**
 * The canvas of the painters. Pixels are transferred once something else is painted over them, so several paints of one
 * box cost one transfer. Their memory is kept between frames: a frame allocates nothing.
 */
export class PaintedCanvas implements CpuCanvas {
  readonly canvas: Surface;
  readonly #context: PaintContext;
  /** The boxes that may contain pixels since the canvas was cleared: usually one for each panel. */
  #painted: Box[] = [];
  #image: ImageData | null = null;
  /** Position of the image; null once it has been transferred to the canvas. */
  #waiting: Box | null = null;
  #scratch = new Uint32Array(0);

  constructor(canvas: Surface, context: PaintContext) {
    this.canvas = canvas;
    this.#context = context;
  }

  /** Clears the canvas and paints a whole picture of the given size. */
  paint(widthPx: number, heightPx: number, draw: (canvas: CpuCanvas) => void): void {
    const { canvas } = this;
    // Assigning a size, even the same one, replaces the pixels' memory.
    if (canvas.width !== widthPx) canvas.width = widthPx;
    if (canvas.height !== heightPx) canvas.height = heightPx;
    this.#context.clearRect(0, 0, widthPx, heightPx);
    this.#painted = [];
    draw(this);
    this.#put();
  }

  get box(): Box {
    return { x: 0, y: 0, width: this.canvas.width, height: this.canvas.height };
  }

  get shapes(): ShapeContext {
    this.#put();
    this.#painted = [this.box];
    return this.#context;
  }

  pixels(box: Box): CanvasPixels {
    const { x, y, width, height } = box;
    const before = this.#waiting;
    const isSame = before?.x === x && before.y === y && before.width === width && before.height === height;
    const isClear = this.#painted.every((other) => !intersection(box, other));
    if (!isSame) {
      this.#put();
      // A clear box need not be read: the painter writes every pixel.
      if (!isClear) this.#image = this.#context.getImageData(x, y, width, height);
      else if (this.#image?.width !== width || this.#image.height !== height)
        this.#image = this.#context.createImageData(width, height);
      this.#painted.push(box);
    }
    this.#waiting = box;
    return { words: new Uint32Array(this.#image!.data.buffer), isClear };
  }

  scratch(words: number): Uint32Array<ArrayBuffer> {
    if (this.#scratch.length < words) this.#scratch = new Uint32Array(words);
    return this.#scratch;
  }

  #put(): void {
    if (this.#waiting) this.#context.putImageData(this.#image!, this.#waiting.x, this.#waiting.y);
    this.#waiting = null;
  }
}
