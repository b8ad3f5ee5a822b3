import type { Box } from '../frame/box';
import type { Rgba } from '../frame/color';
import type { SlotId } from '../frame/ids';

/**
 * The definition of one kind of paint. Each file of this folder defines one, for all backends, because backends must
 * draw the same pixels; an entry in `paints/index.ts` registers it. Geometry is rounded here, in doubles, so the result
 * does not depend on the device.
 *
 *
 * `P` is the paint in a recording: plain data, with the kind's name in `paint`.
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
   * @param slots the words of each slot of the paint; there may be fewer than the paint has instances
   */
  paint(paint: P, panel: Box, canvas: CpuCanvas, slots: readonly Uint32Array[]): void;
}

/** A canvas for painting without a GPU. A painter draws shapes or pixels, both over the earlier paints. */
export interface CpuCanvas {
  /** The whole canvas. */
  readonly box: Box;
  readonly shapes: ShapeContext;
  /**
   * The pixels of a box with whole coordinates and at least one pixel. The canvas transfers what the painter writes
   * later, when needed.
   */
  pixels(box: Box): CanvasPixels;
  /** Memory of at least this many words, with undefined content. The next call may return the same memory. */
  scratch(words: number): Uint32Array<ArrayBuffer>;
}

/** The part of a 2D context that painters of shapes use. */
export interface ShapeContext {
  fillStyle: string | CanvasGradient | CanvasPattern;
  fillRect(x: number, y: number, width: number, height: number): void;
}

export interface CanvasPixels {
  /** One straight-alpha RGBA word per pixel, row by row from the top. */
  readonly words: Uint32Array<ArrayBufferLike>;
  /** Whether nothing has been painted yet: then the words are undefined, and the painter must write each of them. */
  readonly isClear: boolean;
}

export interface GpuPainter<P> {
  /** See `shaders/shared/paint.wgsl`; the slots follow its bindings, from binding 3. */
  readonly wgsl: string;
  readonly vertex: string;
  readonly fragment: string;
  readonly topology: GPUPrimitiveTopology;
  /** Number of slots that its paints read; the shader has one binding for each. */
  readonly inputs: number;
  /** How many words of its first slot to take the maximum of. Omitted if the shader needs no maximum. */
  maxOver?(paint: P): number;
  /** Writes its tables to the arena and returns the draw calls: one, but for paints larger than a buffer; or none. */
  draw(paint: P, panel: Box, frame: GpuFrame): readonly GpuDraw[];
}

export interface GpuFrame {
  readonly arena: GpuTables;
  /** Number of words of each slot. */
  readonly slotWords: readonly number[];
  /** The word of `maxima` with the largest count. */
  readonly max: number;
  /** The whole canvas. */
  readonly canvas: Box;
  /** The largest image that one draw call can read. */
  readonly maxImageWords: number;
}

/** Tables that a frame sends to the GPU. Each call returns the index of the table's first word. */
export interface GpuTables {
  put(table: ArrayLike<number>): number;
  /** Sends the table once a frame, however often its owner asks. */
  share(owner: object, table: ArrayLike<number>): number;
}

/** One draw call. */
export interface GpuDraw {
  readonly box: Box;
  /** The pixels that it may change; defaults to the whole canvas. */
  readonly clip?: Box;
  /** Two numbers, and up to four words, for the painter's own shader. */
  readonly uniforms: readonly [number, number];
  readonly tables: readonly number[];
  readonly color?: Rgba;
  /** Pixels that the host makes; the shader's last input. */
  readonly image?: GpuImage;
  readonly vertices: number;
  readonly instances: number;
}

export interface GpuImage {
  readonly words: number;
  /** Makes the pixels. Called when the frame is submitted, with memory of this size and undefined content. */
  write(words: Uint32Array<ArrayBuffer>): void;
}
