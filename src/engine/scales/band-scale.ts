import { partText } from './part-text';
import type { Presentation } from './presentation';
import type { ScaleMethods, Span, TickSet } from './scale-methods';
import { UniformScale } from './uniform-scale';

/** Labels in a given order, each with a band of length 1: label i occupies [i, i + 1). */
export class BandScale extends UniformScale implements ScaleMethods {
  readonly kind = 'band';
  readonly labels: readonly string[];

  constructor(domain: Span, labels: readonly string[], reversed = false, show?: Presentation) {
    super(domain, reversed, show);
    this.labels = labels;
  }

  over(domain: Span): BandScale {
    return new BandScale(domain, this.labels, this.reversed, this.show);
  }

  /** All bands that begin inside the domain, regardless of `count`: the layout thins the labels. */
  ticks(): TickSet {
    const [lo, hi] = this.domain;
    const codes = Array.from(this.labels, (_, code) => code);
    return {
      values: codes.filter((code) => code >= lo && code < hi),
      labels: (some) => some.map((code) => this.format(code)),
      firstIsLong: false,
      rank: () => 0,
    };
  }

  /** The text that users see in place of each label. */
  get texts(): readonly string[] {
    return this.labels.map((_, code) => this.format(code));
  }

  textOf(value: number): string {
    const label = this.labels[Math.min(this.labels.length - 1, Math.floor(value))] ?? '';
    return this.show.part ? partText(this.show.part, label, this.show.locale) : label;
  }
}
