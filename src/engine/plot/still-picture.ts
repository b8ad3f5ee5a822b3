import { Surfaces } from '../cpu/paints/surfaces';
import type { Surface } from '../frame/backend';
import type { SlotId } from '../frame/ids';
import { paintsOf, type SurfacePaint } from '../frame/surface-paint';
import type { Allocation } from '../memory/allocation';
import { paintKind } from '../paints/index';

/** What a plot showed last, as far as it was read back: enough to draw it again without the backend that drew it. */
export class StillPicture {
  readonly #counts = new Map<SlotId, Uint32Array>();
  readonly #ledger: Allocation;
  #paint: SurfacePaint | null = null;

  /** @param ledger where the counts that are kept are booked */
  constructor(ledger: Allocation) {
    this.#ledger = ledger;
  }

  /** The picture asked for last. */
  keep(paint: SurfacePaint): void {
    this.#paint = paint;
  }

  /** Counts read from a slot. */
  read(slot: SlotId, counts: Uint32Array): void {
    this.#counts.set(slot, counts);
    this.#ledger.resize([...this.#counts.values()].reduce((sum, { byteLength }) => sum + byteLength, 0));
  }

  /** The slots of the picture whose counts were not read yet. */
  get missing(): readonly SlotId[] {
    return this.#paint ? slotsOf(this.#paint).filter((slot) => !this.#counts.has(slot)) : [];
  }

  forget(): void {
    this.#paint = null;
    this.#counts.clear();
    this.#ledger.resize(0);
  }

  /**
   * Draws it on a canvas of so many device pixels, by the painters of the CPU: they need nothing that a lost device
   * takes along. False when not all of it was read.
   */
  draw(canvas: Surface, widthPx: number, heightPx: number): boolean {
    const paint = this.#paint;
    if (!paint || this.missing.length > 0) return false;
    const surfaces = new Surfaces();
    surfaces.attach(paint.surface, canvas);
    surfaces.resize(paint.surface, widthPx, heightPx);
    surfaces.paint(paint, (slot) => this.#counts.get(slot)!);
    return true;
  }
}

function slotsOf(picture: SurfacePaint): SlotId[] {
  return paintsOf([picture]).flatMap((paint) => paintKind(paint.paint).slots(paint));
}
