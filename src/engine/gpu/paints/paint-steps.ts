import { intersection, type Box } from '../../frame/box';
import type { SurfacePaint } from '../../frame/surface-paint';
import type { GpuDraw, GpuImage } from '../../paints/paint-kind';
import { drawnPaints, paintKind, type DrawnPaint } from '../../paints/index';
import type { BufferPool } from '../columns/buffer-pool';
import type { Slots } from '../columns/slots';
import { GROUP_SIZE, type RenderShader } from '../device/pipelines';
import type { AttachedSurface, Surfaces } from '../device/surfaces';
import type { FrameArena } from '../frames/frame-arena';
import { placeParams, type PlacedParams } from '../kernels/dispatch-params';
import type { Step } from '../kernels/kernel-steps';
import { placePaint } from './paint-params';
import { MAX, paintShader } from './paint-shaders';

/** The draws of one canvas. Their numbers are already in the arena. */
export interface SurfaceStep {
  readonly surface: AttachedSurface;
  /** The size of the canvas from this frame on. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly label: string;
  readonly draws: readonly Draw[];
}

export interface Draw {
  readonly shader: RenderShader;
  /** Scissor rectangle in pixels. */
  readonly clip: Box;
  readonly params: PlacedParams;
  readonly inputs: readonly GPUBuffer[];
  /** Pixels to upload before the draw. */
  readonly image?: { readonly buffer: GPUBuffer; readonly pixels: GpuImage };
  readonly vertices: number;
  readonly instances: number;
}

export interface PaintContext {
  readonly arena: FrameArena;
  readonly slots: Slots;
  readonly surfaces: Surfaces;
  /** One word for each paint of the frame that needs its largest count. */
  readonly maxima: GPUBuffer;
  readonly pool: BufferPool;
  readonly maxImageWords: number;
}

const MAX_GROUPS = 64;
/** Image buffers have sizes of 2ⁿ bytes, so that those of the last frame fit the next. */
const LEAST_IMAGE_BYTES = 2 ** 16;

/** The paints of one frame: the draws of each canvas, and the compute steps that must run first. */
export class PaintSteps {
  readonly compute: Step[] = [];
  readonly surfaces: SurfaceStep[] = [];
  readonly #context: PaintContext;
  #maxima = 0;

  constructor(context: PaintContext) {
    this.#context = context;
  }

  /** Skips a surface without area, and one that was detached while pipelines compiled. */
  add({ surface: id, panels, ...size }: SurfacePaint): void {
    const { surfaces } = this.#context;
    if (!surfaces.has(id)) return;
    const surface = surfaces.get(id);
    const widthPx = Math.min(size.widthPx, surfaces.maxSidePx);
    const heightPx = Math.min(size.heightPx, surfaces.maxSidePx);
    if (widthPx === 0 || heightPx === 0) return;
    const whole = { x: 0, y: 0, width: widthPx, height: heightPx };
    const draws: Draw[] = [];
    for (const { box, paints } of panels) {
      for (const paint of drawnPaints(paints)) draws.push(...this.#draw(paint, box, whole));
    }
    this.surfaces.push({ surface, widthPx, heightPx, label: draws[0]?.shader.label ?? 'pika.gpu.paint', draws });
  }

  #draw(paint: DrawnPaint, panel: Box, whole: Box): readonly Draw[] {
    const { arena, slots, surfaces, maxima, maxImageWords } = this.#context;
    const kind = paintKind(paint.paint);
    const read = kind.slots(paint).map((slot) => slots.get(slot));
    const max = this.#maxima;
    const slotWords = read.map(({ words }) => words);
    const visible = kind.gpu
      .draw(paint, panel, { arena, slotWords, max, canvas: whole, maxImageWords })
      .flatMap((draw) => ({ draw, clip: draw.clip ? intersection(whole, draw.clip) : whole }));
    if (visible.every(({ clip }) => !clip)) return [];
    const cells = kind.gpu.maxOver?.(paint);
    if (cells !== undefined) {
      if (max === 0) this.compute.push({ kind: 'clear', buffer: maxima });
      this.#maxima++;
      this.compute.push({
        kind: 'dispatch',
        shader: MAX,
        params: placeParams(arena, { rows: 0, cells, base: max }),
        buffers: [maxima, read[0]!.buffer],
        groups: Math.min(MAX_GROUPS, Math.ceil(cells / GROUP_SIZE)),
      });
    }
    const shader = paintShader(paint.paint, surfaces.format);
    const inputs = read.map(({ buffer }) => buffer);
    return visible.flatMap(({ draw, clip }) => (clip ? { ...this.#placed(draw, whole, inputs), shader, clip } : []));
  }

  #placed(draw: GpuDraw, whole: Box, inputs: readonly GPUBuffer[]): Omit<Draw, 'shader' | 'clip'> {
    const { vertices, instances, image } = draw;
    const placed = { params: placePaint(this.#context.arena, draw, whole), vertices, instances };
    if (!image) return { ...placed, inputs };
    const buffer = this.#imageBuffer(image.words * 4);
    return { ...placed, inputs: [...inputs, buffer], image: { buffer, pixels: image } };
  }

  /** A buffer for this frame only: the pool lends it again once the frame is submitted. */
  #imageBuffer(sizeBytes: number): GPUBuffer {
    const size = 2 ** Math.ceil(Math.log2(Math.max(sizeBytes, LEAST_IMAGE_BYTES)));
    const buffer = this.#context.pool.acquire(size, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST, 'pika.gpu.image');
    this.#context.pool.release(buffer);
    return buffer;
  }
}
