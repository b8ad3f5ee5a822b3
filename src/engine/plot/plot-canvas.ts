import type { Backend, Surface } from '../frame/backend';
import type { BoxCss } from '../guides/layout';
import type { Box } from '../frame/box';
import type { SurfaceId } from '../frame/ids';
import type { Size } from '../grammar/position-channel';
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

/** The canvas that a plot draws on: a new one for every backend, because a canvas keeps its first context. */
export class PlotCanvas {
  readonly surface: SurfaceId;
  /** The picture on the canvas, with the counts read back for it. */
  readonly still: StillPicture;
  readonly #host: Pick<PlotHost, 'freshCanvas' | 'show'>;
  readonly #memory: Memory;
  readonly #element: string;
  readonly #counts: Allocation;
  #pixels: Allocation | null = null;
  /** Replaces the canvas on the page once its first picture is drawn. */
  #coming: Surface | null = null;

  /** @param element the plot's name in the ledger */
  constructor(element: string, host: Pick<PlotHost, 'freshCanvas' | 'show'>, memory: Memory) {
    this.surface = `${element}.canvas` as SurfaceId;
    this.#host = host;
    this.#memory = memory;
    this.#element = element;
    this.#counts = memory.track('js', { module: 'plot', element, part: 'still picture' });
    this.still = new StillPicture(this.#counts);
  }

  /** Gives the backend a new canvas. {@link reveal} shows it. */
  attach(backend: Backend): void {
    this.#coming = this.#host.freshCanvas();
    backend.attach(this.surface, this.#coming);
    this.#pixels = this.#memory.track(backend.memoryKind, { module: 'plot', element: this.#element, part: 'canvas' });
  }

  /** Takes the canvas from the backend. */
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
   * A lost device takes its canvases' pixels with it. Paints the picture again without the device, from the counts read
   * back. An error here is reported and never stops the plot from moving to another backend.
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

/** The box in device pixels. Rounds its edges, so that adjacent boxes stay adjacent. */
export function boxPx({ x, y, width, height }: BoxCss, { pixelRatio }: CanvasSize): Box {
  const [left, top] = [Math.round(x * pixelRatio), Math.round(y * pixelRatio)];
  return {
    x: left,
    y: top,
    width: Math.round((x + width) * pixelRatio) - left,
    height: Math.round((y + height) * pixelRatio) - top,
  };
}

export function sizeCss({ widthCss, heightCss }: CanvasSize): Size {
  return { width: widthCss, height: heightCss };
}
