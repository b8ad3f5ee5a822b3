import type { Backend, Surface } from '../frame/backend';
import type { BoxCss } from '../guides/layout';
import type { Box } from '../frame/box';
import type { SurfaceId } from '../frame/ids';
import type { Allocation } from '../memory/allocation';
import type { Memory } from '../memory/memory';
import { StillPicture } from './still-picture';
import type { PlotHost } from './plot-model';

export interface CanvasSize {
  readonly widthCss: number;
  readonly heightCss: number;
  readonly pixelRatio: number;
}

const PIXEL_BYTES = 4;

/** The canvas that a view draws on: another one on every backend, for a canvas keeps its first context. */
export class PlotCanvas {
  readonly surface: SurfaceId;
  /** What it shows, as far as that was read back. */
  readonly still: StillPicture;
  readonly #host: Pick<PlotHost, 'freshCanvas' | 'show'>;
  readonly #memory: Memory;
  readonly #element: string;
  readonly #counts: Allocation;
  #pixels: Allocation | null = null;
  /** Takes the place of the one shown when its first picture stands. */
  #coming: Surface | null = null;

  /** @param element the view's name in the ledger */
  constructor(element: string, host: Pick<PlotHost, 'freshCanvas' | 'show'>, memory: Memory) {
    this.surface = `${element}.canvas` as SurfaceId;
    this.#host = host;
    this.#memory = memory;
    this.#element = element;
    this.#counts = memory.track('js', { room: 'view', element, part: 'still picture' });
    this.still = new StillPicture(this.#counts);
  }

  /** A canvas for this backend, shown once {@link reveal} is called. */
  attach(backend: Backend): void {
    this.#coming = this.#host.freshCanvas();
    backend.attach(this.surface, this.#coming);
    this.#pixels = this.#memory.track(backend.memoryKind, { room: 'view', element: this.#element, part: 'canvas' });
  }

  /** The backend draws on it no more. */
  detach(backend: Backend): void {
    backend.detach(this.surface);
    this.#pixels?.release();
  }

  dispose(): void {
    this.#counts.release();
  }

  reveal(): void {
    if (this.#coming) this.#host.show(this.#coming);
    this.#coming = null;
  }

  resize(backend: Backend, size: CanvasSize): void {
    const { width, height } = sizePx(size);
    backend.resize(this.surface, width, height);
    this.#pixels?.resize(width * height * PIXEL_BYTES);
  }

  /**
   * A lost device takes its canvases' pixels along: what was read of the picture is painted again, without it. Nothing
   * that goes wrong here keeps a plot from moving.
   */
  freeze(backend: Backend, size: CanvasSize): void {
    if (backend.kind === 'cpu') return;
    const canvas = this.#host.freshCanvas();
    const { width, height } = sizePx(size);
    try {
      if (this.still.draw(canvas, width, height)) this.#host.show(canvas);
    } catch (thrown) {
      reportError(thrown);
    }
  }
}

function sizePx({ widthCss, heightCss, pixelRatio }: CanvasSize): { readonly width: number; readonly height: number } {
  return { width: Math.round(widthCss * pixelRatio), height: Math.round(heightCss * pixelRatio) };
}

/** A box in device pixels: its edges are rounded, so that boxes that touch still do. */
export function boxPx({ x, y, width, height }: BoxCss, { pixelRatio }: CanvasSize): Box {
  const [left, top] = [Math.round(x * pixelRatio), Math.round(y * pixelRatio)];
  return {
    x: left,
    y: top,
    width: Math.round((x + width) * pixelRatio) - left,
    height: Math.round((y + height) * pixelRatio) - top,
  };
}
