import type { Box } from '../../frame/box';
import type { Surface } from '../../frame/backend';
import type { CanvasPixels, CpuCanvas, ShapeContext } from '../../paints/paint-kind';

/** The few things of a 2D context that painting needs, so that a test can record them. */
export interface PaintContext extends ShapeContext {
  clearRect(x: number, y: number, width: number, height: number): void;
  createImageData(width: number, height: number): ImageData;
  getImageData(x: number, y: number, width: number, height: number): ImageData;
  putImageData(image: ImageData, x: number, y: number): void;
}

/**
 * A canvas as painters see it. Pixels wait until something else is painted over them, so that several paints of one box
 * cost one transfer; their memory is kept between frames, so that a frame allocates nothing.
 */
export class PaintedCanvas implements CpuCanvas {
  readonly canvas: Surface;
  readonly #context: PaintContext;
  #isClear = true;
  #image: ImageData | null = null;
  /** Where the image belongs; null when it is on the canvas. */
  #waiting: Box | null = null;
  #scratch = new Uint32Array(0);

  constructor(canvas: Surface, context: PaintContext) {
    this.canvas = canvas;
    this.#context = context;
  }

  /** Paints a whole picture on the cleared canvas. */
  paint(draw: (canvas: CpuCanvas) => void): void {
    this.#context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.#isClear = true;
    draw(this);
    this.#put();
  }

  get shapes(): ShapeContext {
    this.#put();
    this.#isClear = false;
    return this.#context;
  }

  pixels(box: Box): CanvasPixels {
    const { x, y, width, height } = box;
    const before = this.#waiting;
    const isSame = before?.x === x && before.y === y && before.width === width && before.height === height;
    const isClear = this.#isClear;
    if (!isSame) {
      this.#put();
      // A cleared canvas need not be read, because the painter writes every pixel.
      if (!isClear) this.#image = this.#context.getImageData(x, y, width, height);
      else if (this.#image?.width !== width || this.#image.height !== height)
        this.#image = this.#context.createImageData(width, height);
    }
    this.#isClear = false;
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
