import type { ColumnMeta } from '../columns/column';
import type { Bins } from '../frame/recording';
import { binsOf } from './bins-of';
import { SLIVER, type Edges } from './edges';
import { equalParts } from './equal-parts';
import type { Scale } from './scale';

/**
 * A column on a scale, with bins. Immutable: a new domain or new bins make a new axis, so {@link BinnedAxis.bins} can
 * be cached by identity.
 */
export class BinnedAxis {
  readonly column: ColumnMeta;
  readonly scale: Scale;
  /** The thresholds of {@link BinnedAxis.bins} in the column's ticks; see {@link Edges}. */
  readonly edges: readonly number[];
  readonly bins: Bins;
  /** The slots that its bins are, if each bin holds one value; else null. */
  readonly slots: Slots | null;
  readonly #pixelBins = new Map<number, PixelBins>();

  constructor(column: ColumnMeta, scale: Scale, edges: Edges, slots: Slots | null = null) {
    this.column = column;
    this.slots = slots;
    this.scale = scale;
    this.edges = edges.thresholds;
    this.bins = binsOf(column, edges);
  }

  /** The same bins on another domain. */
  on(scale: Scale): BinnedAxis {
    const { column, edges, bins, slots } = this;
    return new BinnedAxis(column, scale, { thresholds: edges, uniform: bins.uniform }, slots);
  }

  /** The fraction of the axis that a bin takes. A last bin that ends at Infinity counts up to the end of the domain. */
  shareOf(bin: number): number {
    const end = Math.min(this.edges[bin + 1]!, Number.MAX_VALUE);
    return this.scale.position(end) - this.scale.position(this.edges[bin]!);
  }

  /** The bin at a fraction of the axis. */
  binAt(fraction: number): number {
    return this.binOf(this.scale.invert(fraction));
  }

  /** The bin of a value in the column's ticks: the first or the last bin for a value beyond the edges. */
  binOf(value: number): number {
    let [low, high] = [0, this.edges.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.edges[middle]! <= value) low = middle;
      else high = middle;
    }
    return low;
  }

  /**
   * The threshold at the lower end of a pixel: values at or above it lie in that pixel or a later one. A partly visible
   * category belongs to its first pixel.
   */
  edgeAt(pixel: number, lengthCss: number): number {
    return this.#pixels(lengthCss).thresholds[pixel]!;
  }

  /** One bin per pixel, for brushes. The same length returns the same object. */
  pixelBins(lengthCss: number): Bins {
    return this.#pixels(lengthCss).bins;
  }

  #pixels(lengthCss: number): PixelBins {
    let pixels = this.#pixelBins.get(lengthCss);
    if (!pixels) {
      const { scale } = this;
      const [lo, hi] = scale.domain;
      const { thresholds, uniform } = equalParts(scale, lengthCss);
      const ends = [...thresholds];
      if (scale.kind === 'band') ends[0] = Math.floor(lo + SLIVER);
      if (hi === Number.MAX_VALUE) ends[lengthCss] = Infinity;
      pixels = { thresholds: ends, bins: binsOf(this.column, { thresholds: ends, uniform }) };
      this.#pixelBins.set(lengthCss, pixels);
    }
    return pixels;
  }
}

/** Slots of equal length, in ticks: where slot 0 begins, and the length of a slot. */
export interface Slots {
  readonly origin: number;
  readonly spacing: number;
}

interface PixelBins {
  readonly thresholds: readonly number[];
  readonly bins: Bins;
}
