import { NULL_KEY, type Keys, type Lane } from '../../columns/column';
import { keyAt, packKeys, type Key } from '../../columns/keys';
import type { Bins } from '../../frame/recording';

/**
 * The bins that several axes of one column have in common: the column is cut at the thresholds of all of them, so each
 * bin of an axis is a run of common bins.
 */
export class CommonBins {
  readonly #most: number;
  readonly #cuts = new Set<Key>();
  readonly #axes: Bins[] = [];

  /** @param most the most bins */
  constructor(most: number) {
    this.#most = most;
  }

  /** Adds an axis. Returns false, and adds nothing, if that takes too many bins. */
  add(axis: Bins): boolean {
    const cuts = cutsOf(axis);
    if (!cuts) return false;
    const added = cuts.filter((cut, i) => cut !== cuts[i - 1] && !this.#cuts.has(cut));
    if (this.#cuts.size + added.length > this.#most + 1) return false;
    for (const cut of added) this.#cuts.add(cut);
    this.#axes.push(axis);
    return true;
  }

  /**
   * The common bins; and for each axis, in the order in which they were added, the first common bin of each of its bins
   * and the end of the last one.
   */
  build(): { readonly bins: Bins; readonly starts: readonly Uint32Array<ArrayBuffer>[] } {
    const [first] = this.#axes;
    const { column, lane } = first!;
    const sorted = [...this.#cuts].sort((a, b) => (a < b ? -1 : 1));
    const count = sorted.length - 1;
    const keys = sorted.map((cut, i) => keyOfCut(lane, i < count ? cut : step(cut, -1)));
    const places = new Map(sorted.map((cut, place) => [cut, place]));
    return {
      bins: { column, lane, count, keys: packKeys(lane, keys), uniform: false },
      starts: this.#axes.map((axis) => Uint32Array.from(cutsOf(axis)!, (cut) => places.get(cut)!)),
    };
  }
}

const known = new WeakMap<Bins, readonly Key[] | null>();

/**
 * The first key of each bin, and the key after the last bin, as integers in the order of the keys. Null if there are no
 * bins, or if the thresholds do not ascend. Computed once per Bins: views keep the objects from frame to frame.
 */
function cutsOf(bins: Bins): readonly Key[] | null {
  let cuts = known.get(bins);
  if (cuts === undefined) known.set(bins, (cuts = makeCuts(bins)));
  return cuts;
}

function makeCuts({ lane, keys, count }: Bins): readonly Key[] | null {
  const cuts: Key[] = [];
  for (let i = 0; i <= count; i++) {
    const first = cutAt(lane, keys, i);
    if (first === null) return null;
    // No row has the NULL key, so the last bin ends below it.
    const cut = i < count || first === NULL_CUT[lane] ? first : step(first, 1);
    if (i > 0 && cut < cuts[i - 1]!) return null;
    cuts.push(cut);
  }
  // Without any key in between, no row is in a bin.
  return cuts[0] === cuts[count] ? null : cuts;
}

/** The integer of the NULL key; floats have none. */
const NULL_CUT: Readonly<Record<Lane, Key | null>> = { f32: null, u32: NULL_KEY, u64: 0xffff_ffff_ffff_ffffn };

/** A threshold as an integer; null if it is NaN. */
function cutAt(lane: Lane, keys: Keys, i: number): Key | null {
  const key = keyAt(lane, keys, i);
  return key === null ? NULL_CUT[lane] : lane === 'f32' ? orderOf(Number(key)) : key;
}

function keyOfCut(lane: Lane, cut: Key): Key {
  return lane === 'f32' ? floatOf(Number(cut)) : cut;
}

function step(cut: Key, by: 1 | -1): Key {
  return typeof cut === 'bigint' ? cut + BigInt(by) : cut + by;
}

const SIGN = 0x8000_0000;
const scratch = new DataView(new ArrayBuffer(4));

/** An integer with the order of the float. */
function orderOf(value: number): number {
  scratch.setFloat32(0, value + 0);
  const bits = scratch.getUint32(0);
  return (bits & SIGN ? ~bits : bits | SIGN) >>> 0;
}

function floatOf(order: number): number {
  scratch.setUint32(0, order & SIGN ? order ^ SIGN : ~order);
  return scratch.getFloat32(0);
}
