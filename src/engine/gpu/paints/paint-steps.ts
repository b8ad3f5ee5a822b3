import { intersection, type Box } from '../../frame/box';
import type { SurfacePaint } from '../../frame/surface-paint';
import { paintKind, type Paint } from '../../paints/index';
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
  readonly label: string;
  readonly draws: readonly Draw[];
}

export interface Draw {
  readonly shader: RenderShader;
  /** Scissor rectangle in pixels. */
  readonly clip: Box;
  readonly params: PlacedParams;
  readonly inputs: readonly GPUBuffer[];
  readonly vertices: number;
  readonly instances: number;
}

export interface PaintContext {
  readonly arena: FrameArena;
  readonly slots: Slots;
  readonly surfaces: Surfaces;
  /** One word for each paint of the frame that needs its largest count. */
  readonly maxima: GPUBuffer;
}

const MAX_GROUPS = 64;

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
  add({ surface: id, panels }: SurfacePaint): void {
    const { surfaces } = this.#context;
    if (!surfaces.has(id)) return;
    const surface = surfaces.get(id);
    if (surface.canvas.width === 0 || surface.canvas.height === 0) return;
    const whole = { x: 0, y: 0, width: surface.canvas.width, height: surface.canvas.height };
    const draws: Draw[] = [];
    for (const { box, paints } of panels) {
      for (const paint of paints) {
        const draw = this.#draw(paint, box, whole);
        if (draw) draws.push(draw);
      }
    }
    this.surfaces.push({ surface, label: draws[0]?.shader.label ?? 'pika.gpu.paint', draws });
  }

  #draw(paint: Paint, panel: Box, whole: Box): Draw | null {
    const { arena, slots, surfaces, maxima } = this.#context;
    const kind = paintKind(paint.paint);
    const read = kind.slots(paint).map((slot) => slots.get(slot));
    const max = this.#maxima;
    const draw = kind.gpu.draw(paint, panel, { arena, slotWords: read.map(({ words }) => words), max });
    const clip = draw?.clip ? intersection(whole, draw.clip) : whole;
    if (!draw || !clip) return null;
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
    return {
      shader: paintShader(paint.paint, surfaces.format),
      clip,
      params: placePaint(arena, draw, whole),
      inputs: read.map(({ buffer }) => buffer),
      vertices: draw.vertices,
      instances: draw.instances,
    };
  }
}
