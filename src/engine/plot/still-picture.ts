import { Surfaces } from '../cpu/paints/surfaces';
import type { Surface } from '../frame/backend';
import type { SlotId } from '../frame/ids';
import { paintsOf, type SurfacePaint } from '../frame/surface-paint';
import type { Allocation } from '../memory/allocation';
import { drawnPaints, paintKind } from '../paints/index';

/** A plot's last picture and the counts read back for it: enough to draw it again without the backend that drew it. */
export class StillPicture {
  readonly #counts = new Map<SlotId, Uint32Array>();
  readonly #ledger: Allocation;
  #paint: SurfacePaint | null = null;

  /** @param ledger accounts for the counts kept here */
  constructor(ledger: Allocation) {
    this.#ledger = ledger;
  }

  /** Remembers the picture that the plot shows now. */
  keep(paint: SurfacePaint): void {
    this.#paint = paint;
  }

  /** Counts read from a slot. */
  read(slot: SlotId, counts: Uint32Array): void {
    this.#counts.set(slot, counts);
    this.#ledger.resize([...this.#counts.values()].reduce((sum, { byteLength }) => sum + byteLength, 0));
  }

  /**
   * Reads the picture's slots that have not been read yet. Once `isCurrent` returns false, the slots hold the counts
   * of another picture: stops without keeping those counts, and returns false.
   */
  async complete(read: (slot: SlotId) => Promise<Uint32Array>, isCurrent: () => boolean): Promise<boolean> {
    for (const slot of this.#missingIn(this.#paint)) {
      const counts = await read(slot);
      if (!isCurrent()) return false;
      this.read(slot, counts);
    }
    return isCurrent();
  }

  forget(): void {
    this.#paint = null;
    this.#counts.clear();
    this.#ledger.resize(0);
  }

  /**
   * Draws the picture on a canvas. The CPU painters do it, because they need nothing that a lost device takes with it.
   * Returns false if a slot has not been read.
   * @param paint default: the picture that is kept
   */
  draw(canvas: Surface, paint = this.#paint): boolean {
    if (!paint || this.#missingIn(paint).length > 0) return false;
    const surfaces = new Surfaces();
    surfaces.attach(paint.surface, canvas);
    surfaces.paint(paint, (slot) => this.#counts.get(slot)!);
    return true;
  }

  #missingIn(paint: SurfacePaint | null): readonly SlotId[] {
    return paint ? slotsOf(paint).filter((slot) => !this.#counts.has(slot)) : [];
  }
}

function slotsOf(picture: SurfacePaint): SlotId[] {
  return drawnPaints(paintsOf([picture])).flatMap((paint) => paintKind(paint.paint).slots(paint));
}
