import type { Backend, Surface } from '../frame/backend';
import type { BoxCss } from '../frame/layout';
import type { Box, SurfaceId } from '../frame/recording';
import { StillPicture } from './still-picture';
import type { ViewHost } from './view-model';

export interface CanvasSize {
  readonly widthCss: number;
  readonly heightCss: number;
  readonly pixelRatio: number;
}

/** The canvas that a view draws on: another one on every backend, for a canvas keeps its first context. */
export class ViewCanvas {
  readonly surface: SurfaceId;
  /** What it shows, as far as that was read back. */
  readonly still = new StillPicture();
  readonly #host: Pick<ViewHost, 'freshCanvas' | 'show'>;
  /** Takes the place of the one shown when its first picture stands. */
  #coming: Surface | null = null;

  constructor(surface: SurfaceId, host: Pick<ViewHost, 'freshCanvas' | 'show'>) {
    this.surface = surface;
    this.#host = host;
  }

  /** A canvas for this backend, shown once {@link reveal} is called. */
  attach(backend: Backend): void {
    this.#coming = this.#host.freshCanvas();
    backend.attach(this.surface, this.#coming);
  }

  reveal(): void {
    if (this.#coming) this.#host.show(this.#coming);
    this.#coming = null;
  }

  resize(backend: Backend, size: CanvasSize): void {
    const { width, height } = sizePx(size);
    backend.resize(this.surface, width, height);
  }

  /** A lost device takes its canvases' pixels along: what was read of the picture is painted again, without it. */
  freeze(backend: Backend, size: CanvasSize): void {
    if (backend.kind === 'cpu') return;
    const canvas = this.#host.freshCanvas();
    const { width, height } = sizePx(size);
    if (this.still.draw(canvas, width, height)) this.#host.show(canvas);
  }
}

function sizePx({ widthCss, heightCss, pixelRatio }: CanvasSize): { readonly width: number; readonly height: number } {
  return { width: Math.round(widthCss * pixelRatio), height: Math.round(heightCss * pixelRatio) };
}

/** A box in device pixels: its edges are rounded, so that boxes that touch still do. */
export function boxPx({ x, y, width, height }: BoxCss, { pixelRatio }: CanvasSize): Box {
  const [left, top] = [Math.round(x * pixelRatio), Math.round(y * pixelRatio)];
  return { x: left, y: top, width: Math.round((x + width) * pixelRatio) - left, height: Math.round((y + height) * pixelRatio) - top };
}
