import type { Backend, Surface } from '../frame/backend';
import type { BoxCss } from '../guides/layout';
import type { Box } from '../frame/box';
import type { SurfaceId } from '../frame/ids';
import type { SurfacePaint } from '../frame/surface-paint';
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
  /** The canvas on the page. */
  #shown: Surface | null = null;

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
    if (this.#coming) this.#show(this.#coming);
    this.#coming = null;
  }

  /** The picture that the canvas shows from now on. */
  show(size: CanvasSize, panels: SurfacePaint['panels']): SurfacePaint {
    const picture = this.#pictureOf(size, panels);
    this.#pixels?.resize(picture.widthPx * picture.heightPx * PIXEL_BYTES);
    this.still.keep(picture);
    return picture;
  }

  #pictureOf(size: CanvasSize, panels: SurfacePaint['panels']): SurfacePaint {
    const { width, height } = sizePx(size);
    return { surface: this.surface, widthPx: width, heightPx: height, panels };
  }

  /**
   * A lost device takes its canvases' pixels with it. Paints the picture again without the device, from the counts read
   * back. An error here is reported and never stops the plot from moving to another backend.
   */
  freeze(backend: Backend): void {
    const frozen = backend.kind === 'cpu' ? null : this.#copy();
    if (frozen) this.#show(frozen);
  }

  /**
   * Browsers print no WebGPU canvas, and paper has finer pixels than most screens. Shows a copy of the picture on a
   * canvas that they print; the returned function ends that. Null if the counts of the picture have not been read back.
   * @param drawn the picture in the pixels of paper
   */
  print({ size, panels }: { readonly size: CanvasSize; readonly panels: SurfacePaint['panels'] }): (() => void) | null {
    const printed = this.#copy(this.#pictureOf(size, panels));
    if (!printed) return null;
    this.#host.show(printed);
    return () => this.#shown && this.#host.show(this.#shown);
  }

  /** A picture on a canvas that needs no device; null if it can't be drawn. Default: the picture that is shown. */
  #copy(picture?: SurfacePaint): Surface | null {
    const canvas = this.#host.freshCanvas();
    try {
      return this.still.draw(canvas, picture) ? canvas : null;
    } catch (thrown) {
      reportError(thrown);
      return null;
    }
  }

  #show(canvas: Surface): void {
    this.#host.show(canvas);
    this.#shown = canvas;
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
