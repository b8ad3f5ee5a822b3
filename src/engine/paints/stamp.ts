import { boundsOf } from './raster/bounds';
import { Raster } from './raster/raster';

/** Positions within a pixel, along each axis: a stamp is at most 1/32 of a pixel away from where it belongs. */
const PHASES = 16;
/** Larger shapes take more memory than they save time. */
const MAX_REACH = 12;

const stamper = new Raster();

/**
 * The coverage of one small shape at 16 × 16 positions within a pixel, rasterized when first needed. Painting a stamp
 * takes a tenth of the time of rasterizing the shape.
 */
export class Stamp {
  /** From the pixel of the shape's center to the stamp's border. */
  readonly #reach: number;
  readonly #side: number;
  readonly #add: (raster: Raster, x: number, y: number) => void;
  readonly #masks: (Uint8Array | undefined)[] = new Array<undefined>(PHASES * PHASES);

  /**
   * @param reach how far the shape extends from its center, in pixels
   * @param add adds the edges of the shape around (x, y)
   */
  constructor(reach: number, add: (raster: Raster, x: number, y: number) => void) {
    this.#reach = Math.ceil(reach);
    this.#side = 2 * this.#reach + 1;
    this.#add = add;
  }

  static fits(reach: number): boolean {
    return reach <= MAX_REACH;
  }

  paint(raster: Raster, x: number, y: number, color: number): void {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const phase = Math.floor((y - top) * PHASES) * PHASES + Math.floor((x - left) * PHASES);
    const mask = (this.#masks[phase] ??= this.#maskAt(phase));
    raster.stamp(mask, left - this.#reach, top - this.#reach, this.#side, color);
  }

  #maskAt(phase: number): Uint8Array {
    const side = this.#side;
    const box = { x: 0, y: 0, width: side, height: side };
    const words = new Uint32Array(side * side);
    stamper.target(words, box, boundsOf(box));
    stamper.begin(0, 0, side, side);
    this.#add(
      stamper,
      this.#reach + ((phase % PHASES) + 0.5) / PHASES,
      this.#reach + (Math.floor(phase / PHASES) + 0.5) / PHASES,
    );
    stamper.fill(0xff00_0000);
    return Uint8Array.from(words, (word) => word >>> 24);
  }
}
