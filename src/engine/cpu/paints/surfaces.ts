import { PikaError } from '../../errors';
import type { Surface } from '../../frame/backend';
import type { Paint, SlotId, SurfaceId } from '../../frame/recording';
import { paintBars } from './bars';
import { CellsPainter } from './cells';
import type { PaintContext } from './paint-context';

interface Attached {
  readonly canvas: Surface;
  readonly context: PaintContext;
  readonly cells: CellsPainter;
}

/** The canvases lent to the CPU backend. */
export class Surfaces {
  readonly #attached = new Map<SurfaceId, Attached>();

  get size(): number {
    return this.#attached.size;
  }

  attach(id: SurfaceId, canvas: Surface): void {
    // Pixels come from the CPU, so they stay there until the page is put together: an accelerated canvas would take a
    // copy more.
    const context = canvas.getContext('2d', { willReadFrequently: true }) as PaintContext | null;
    if (!context) {
      throw new PikaError('engine/internal', {
        subject: `surface "${id}"`,
        expected: 'a canvas that can give a 2d context',
        found: 'one with a context of another kind',
        next: 'Give the CPU backend a new canvas.',
      });
    }
    this.#attached.set(id, { canvas, context, cells: new CellsPainter() });
  }

  resize(id: SurfaceId, widthPx: number, heightPx: number): void {
    const { canvas } = this.#find(id);
    canvas.width = widthPx;
    canvas.height = heightPx;
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

  paint(paint: Paint, countsOf: (slot: SlotId) => Uint32Array): void {
    const { canvas, context, cells } = this.#find(paint.surface);
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (paint.paint === 'bars')
      paintBars(
        context,
        paint,
        paint.layers.map((layer) => countsOf(layer.counts)),
      );
    else cells.paint(context, paint, countsOf);
  }

  clear(): void {
    this.#attached.clear();
  }

  #find(id: SurfaceId): Attached {
    const attached = this.#attached.get(id);
    if (!attached) {
      throw new PikaError('engine/internal', {
        subject: `surface "${id}" in a recording`,
        expected: 'a canvas that was attached',
        found: 'none of that id',
        next: 'This is a bug in pika-plot: please report it with this message.',
      });
    }
    return attached;
  }
}
