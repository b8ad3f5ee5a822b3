import { PikaError } from '../../errors';
import type { Surface } from '../../frame/backend';
import type { SlotId, SurfaceId } from '../../frame/ids';
import type { SurfacePaint } from '../../frame/surface-paint';
import { drawnPaints, paintKind } from '../../paints/index';
import { PaintedCanvas, type PaintContext } from './painted-canvas';

/** The canvases that the CPU backend paints on. */
export class Surfaces {
  readonly #attached = new Map<SurfaceId, PaintedCanvas>();

  get size(): number {
    return this.#attached.size;
  }

  attach(id: SurfaceId, canvas: Surface): void {
    // The CPU makes the pixels. With `willReadFrequently` they stay in its memory until the browser composites the
    // page; an accelerated canvas would cost one more copy.
    const context = canvas.getContext('2d', { willReadFrequently: true }) as PaintContext | null;
    if (!context) {
      throw new PikaError('engine/internal', {
        subject: `surface "${id}"`,
        expected: 'a canvas that can create a 2d context',
        found: 'one with a context of another kind',
        next: 'Give the CPU backend a new canvas.',
      });
    }
    this.#attached.set(id, new PaintedCanvas(canvas, context));
  }

  detach(id: SurfaceId): void {
    this.#attached.delete(id);
  }

  has(id: SurfaceId): boolean {
    return this.#attached.has(id);
  }

  /** Throws engine/internal for an id that is not attached. */
  require(id: SurfaceId): void {
    this.#find(id);
  }

  /** Clears the surface, at the size of its picture, and draws its paints in order. */
  paint({ surface, widthPx, heightPx, panels }: SurfacePaint, wordsOf: (slot: SlotId) => Uint32Array): void {
    this.#find(surface).paint(widthPx, heightPx, (canvas) => {
      for (const { box, paints } of panels) {
        for (const paint of drawnPaints(paints)) {
          const { slots, cpu } = paintKind(paint.paint);
          cpu.paint(paint, box, canvas, slots(paint).map(wordsOf));
        }
      }
    });
  }

  clear(): void {
    this.#attached.clear();
  }

  #find(id: SurfaceId): PaintedCanvas {
    const attached = this.#attached.get(id);
    if (!attached) {
      throw new PikaError('engine/internal', {
        subject: `surface "${id}" in a recording`,
        expected: 'an attached canvas',
        found: 'no such id',
        next: 'This is a bug in pika-plot: please report it with this message.',
      });
    }
    return attached;
  }
}
