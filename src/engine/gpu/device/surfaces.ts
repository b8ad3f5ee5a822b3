import type { Surface } from '../../frame/backend';
import type { SurfaceId } from '../../frame/recording';
import { noContext, unknownName } from './failures';

export interface AttachedSurface {
  readonly canvas: Surface;
  readonly context: GPUCanvasContext;
}

/** The canvases that the WebGPU backend paints on, one context each. */
export class Surfaces {
  readonly #device: GPUDevice;
  readonly format: GPUTextureFormat = navigator.gpu.getPreferredCanvasFormat();
  readonly #surfaces = new Map<SurfaceId, AttachedSurface>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Throws gpu/unavailable if the canvas has a context of another kind. */
  attach(id: SurfaceId, canvas: Surface): void {
    const context = canvas.getContext('webgpu') as GPUCanvasContext | null;
    if (!context) throw noContext(id);
    context.configure({ device: this.#device, format: this.format, alphaMode: 'premultiplied' });
    this.#surfaces.set(id, { canvas, context });
  }

  /** The largest width and height of a canvas in pixels. */
  get maxSidePx(): number {
    return this.#device.limits.maxTextureDimension2D;
  }

  has(id: SurfaceId): boolean {
    return this.#surfaces.has(id);
  }

  /** Throws engine/internal for an id that is not attached. */
  get(id: SurfaceId): AttachedSurface {
    const surface = this.#surfaces.get(id);
    if (!surface) throw unknownName('surface', id);
    return surface;
  }

  detach(id: SurfaceId): void {
    this.#surfaces.get(id)?.context.unconfigure();
    this.#surfaces.delete(id);
  }

  clear(): void {
    for (const id of [...this.#surfaces.keys()]) this.detach(id);
  }
}
