import type { Box } from '../frame/box';
import type { Rgba } from '../frame/colour';
import type { SlotId } from '../frame/ids';

/**
 * All that the engine knows about one kind of paint. Each file of this folder defines one, for every backend, because
 * backends must draw the same pixels; an entry in `paints/index.ts` registers it. Geometry is rounded here, in doubles,
 * so that no device decides about a pixel.
 *
 * `P` is the paint as a recording holds it: plain data, with the kind's name in `paint`.
 */
export interface PaintKind<P extends { readonly paint: string }> {
  readonly name: P['paint'];
  /** The slots that it reads. Painters get them in this order. */
  slots(paint: P): readonly SlotId[];
  readonly cpu: CpuPainter<P>;
  readonly gpu: GpuPainter<P>;
}

export interface CpuPainter<P> {
  /**
   * @param panel the panel's box on the canvas
   * @param slots the words of each slot of the paint; they may be fewer than the paint has instances
   */
  paint(paint: P, panel: Box, canvas: CpuCanvas, slots: readonly Uint32Array[]): void;
}

/** A canvas to paint on without a GPU. Painters take shapes or pixels; both go over what earlier paints left. */
export interface CpuCanvas {
  readonly shapes: ShapeContext;
  /** The pixels of a box on whole pixels, of at least one. The canvas shows what the painter writes when it must. */
  pixels(box: Box): CanvasPixels;
  /** Memory of at least so many words with unknown content; the next call may return the same. */
  scratch(words: number): Uint32Array<ArrayBuffer>;
}

/** The few things of a 2D context that shapes need. */
export interface ShapeContext {
  fillStyle: string | CanvasGradient | CanvasPattern;
  fillRect(x: number, y: number, width: number, height: number): void;
}

export interface CanvasPixels {
  /** One straight-alpha RGBA word a pixel, row after row from the top. */
  readonly words: Uint32Array<ArrayBufferLike>;
  /** No paint has drawn on the canvas yet: the words are garbage, and the painter writes each of them. */
  readonly isClear: boolean;
}

export interface GpuPainter<P> {
  /** See `shaders/shared/paint.wgsl`; the slots follow its bindings, from binding 3. */
  readonly wgsl: string;
  readonly vertex: string;
  readonly fragment: string;
  readonly topology: GPUPrimitiveTopology;
  /** How many slots its paints read: its shader has a binding for each. */
  readonly inputs: number;
  /** How many words of its first slot the largest is taken of; left out if the shader needs no largest. */
  maxOver?(paint: P): number;
  /** Null when nothing is to be drawn. Puts its tables into the arena. */
  draw(paint: P, panel: Box, frame: GpuFrame): GpuDraw | null;
}

export interface GpuFrame {
  readonly arena: GpuTables;
  /** How many words each slot holds. */
  readonly slotWords: readonly number[];
  /** Where in `maxima` the shader finds the largest count. */
  readonly max: number;
}

/** Tables that a frame sends to the GPU. Each call returns the word at which its table starts. */
export interface GpuTables {
  put(table: ArrayLike<number>): number;
  /** Sends the owner's table once a frame. */
  share(owner: object, table: ArrayLike<number>): number;
}

/** One draw call. */
export interface GpuDraw {
  readonly box: Box;
  /** The pixels that it may touch; all of the canvas when left out. */
  readonly clip?: Box;
  /** Two numbers and up to four words of the painter's own. */
  readonly own: readonly [number, number];
  readonly tables: readonly number[];
  readonly colour?: Rgba;
  readonly vertices: number;
  readonly instances: number;
}
