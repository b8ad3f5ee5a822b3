import bars from '../../../../shaders/bars.wgsl';
import cells from '../../../../shaders/cells.wgsl';
import max from '../../../../shaders/max.wgsl';
import type { BarsPaint, Box, CellsPaint, Paint } from '../../frame/recording';
import { barSides, countsByHeight } from './bar-geometry';
import { placeParams, type PlacedParams } from '../kernels/dispatch-params';
import type { FrameArena } from '../frames/frame-arena';
import { placePaint } from './paint-params';
import type { Step } from '../kernels/kernel-steps';
import { GROUP_SIZE, type ComputeShader, type RenderShader } from '../device/pipelines';
import type { Slots } from '../columns/slots';
import type { AttachedSurface, Surfaces } from '../device/surfaces';

/** One surface's paint, all numbers already in the arena. */
export interface PaintStep {
  readonly surface: AttachedSurface;
  readonly shader: RenderShader;
  /** Pixels that may change; null when none may, and the surface is only cleared. */
  readonly clip: Box | null;
  readonly draws: readonly Draw[];
}

export interface Draw {
  readonly params: PlacedParams;
  readonly counts: GPUBuffer;
  readonly vertices: number;
  readonly instances: number;
}

export interface PaintContext {
  readonly arena: FrameArena;
  readonly slots: Slots;
  readonly surfaces: Surfaces;
  readonly maxima: GPUBuffer;
}

export const MAX: ComputeShader = {
  label: 'pika.gpu.max',
  wgsl: max.replace(/^/, 'const WORDS = 1u;\n'),
  entry: 'max_count',
  inputs: 1,
  constants: { GROUP_SIZE },
};

const TRANSFERS: Record<CellsPaint['transfer'], number> = { linear: 0, sqrt: 1, log: 2 };
/** Grids that one paint of cells shows, one under the other: each has a maximum of its own. */
export const MOST_LAYERS = 2;
const MAX_GROUPS = 64;

export function paintShader(paint: Paint['paint'], format: GPUTextureFormat): RenderShader {
  return paint === 'bars'
    ? {
        label: 'pika.gpu.bars',
        wgsl: bars,
        vertex: 'bar_corner',
        fragment: 'bar_colour',
        topology: 'triangle-strip',
        format,
      }
    : {
        label: 'pika.gpu.cells',
        wgsl: cells,
        vertex: 'whole_surface',
        fragment: 'cell_colour',
        topology: 'triangle-list',
        format,
      };
}

/** The nth paint of a frame: what to draw, and the compute steps it needs first. Null for a surface without area. */
export function paintSteps(
  paint: Paint,
  nth: number,
  context: PaintContext,
): { compute: Step[]; step: PaintStep } | null {
  const surface = context.surfaces.get(paint.surface);
  if (surface.canvas.width === 0 || surface.canvas.height === 0) return null;
  return paint.paint === 'bars' ? barsSteps(paint, surface, context) : cellsSteps(paint, nth, surface, context);
}

function barsSteps(paint: BarsPaint, surface: AttachedSurface, { arena, slots, surfaces }: PaintContext) {
  const box = wholePixels(paint.box);
  const sides = arena.put(new Uint32Array(barSides(paint.edgesPx, paint.gapPx).buffer));
  const heights = countsByHeight(paint.yMax, box.height);
  const heightsAt = arena.put(heights);
  // Bars are as high as the box at most, but may stand beside it: only the surface clips them, as on the CPU backend.
  const clip =
    paint.yMax > 0
      ? clipped({ x: 0, y: 0, width: surface.canvas.width, height: surface.canvas.height }, surface)
      : null;
  const bins = paint.edgesPx.length - 1;
  const draws = paint.layers.map(({ counts, colour }): Draw => {
    const slot = slots.get(counts);
    return {
      params: placePaint(arena, {
        box,
        ...sizeOf(surface),
        own: [heights.length, 0],
        tables: [sides, heightsAt],
        colour,
      }),
      counts: slot.buffer,
      vertices: 4,
      instances: Math.max(0, Math.min(bins, slot.words)),
    };
  });
  return { compute: [], step: { surface, shader: paintShader('bars', surfaces.format), clip, draws } };
}

function cellsSteps(
  paint: CellsPaint,
  nth: number,
  surface: AttachedSurface,
  { arena, slots, surfaces, maxima }: PaintContext,
) {
  const box = wholePixels(paint.box);
  const shader = paintShader('cells', surfaces.format);
  const cellCount = paint.nx * paint.ny;
  const layers = [...(paint.under ? [paint.under] : []), paint].map(({ counts, ramp }) => ({
    counts: slots.get(counts),
    ramp,
  }));
  if (cellCount === 0 || layers.some(({ counts }) => counts.words < cellCount))
    return { compute: [], step: { surface, shader, clip: null, draws: [] } };
  const compute: Step[] = [];
  const draws = layers.map(({ counts, ramp }, layer): Draw => {
    const max = nth * MOST_LAYERS + layer;
    compute.push({
      kind: 'dispatch',
      shader: MAX,
      params: placeParams(arena, { rows: 0, cells: cellCount, base: max }),
      buffers: [maxima, counts.buffer],
      groups: Math.min(MAX_GROUPS, Math.ceil(cellCount / GROUP_SIZE)),
    });
    const tables = [arena.put(new Uint32Array(ramp.slice().buffer)), max, TRANSFERS[paint.transfer]];
    return {
      params: placePaint(arena, { box, ...sizeOf(surface), own: [paint.nx, paint.ny], tables }),
      counts: counts.buffer,
      vertices: 3,
      instances: 1,
    };
  });
  return {
    compute,
    step: { surface, shader, clip: clipped(common(box, paint.clip ? wholePixels(paint.clip) : box), surface), draws },
  };
}

function sizeOf({ canvas }: AttachedSurface): { widthPx: number; heightPx: number } {
  return { widthPx: canvas.width, heightPx: canvas.height };
}

function wholePixels({ x, y, width, height }: Box): Box {
  return {
    x: Math.round(x),
    y: Math.round(y),
    width: Math.max(0, Math.round(width)),
    height: Math.max(0, Math.round(height)),
  };
}

function common(a: Box, b: Box): Box {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  return {
    x,
    y,
    width: Math.min(a.x + a.width, b.x + b.width) - x,
    height: Math.min(a.y + a.height, b.y + b.height) - y,
  };
}

function clipped({ x, y, width, height }: Box, { canvas }: AttachedSurface): Box | null {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  const right = Math.min(canvas.width, x + width);
  const bottom = Math.min(canvas.height, y + height);
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}
