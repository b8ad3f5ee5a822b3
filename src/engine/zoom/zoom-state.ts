import type { ColumnMeta } from '../columns/column';
import type { ChannelName } from '../grammar/channel-name';
import { POSITION_CHANNELS, type PerAxis, type PositionChannel } from '../grammar/position-channel';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Span } from '../scales/scale-methods';
import type { SharedDomains } from '../link/shared-domains';
import {
  domainOf,
  keepWithin,
  limitsOf,
  moveOn,
  panBy,
  spanOf,
  unite,
  zoomAbout,
  type AxisDomain,
  type ZoomLimits,
} from './zoom-domain';

/** An axis of which a part can be shown. */
export interface ZoomableAxis {
  readonly channel: PositionChannel;
  readonly meta: ColumnMeta;
  /** Smallest and largest value, in ticks. */
  readonly extent: Span;
  /** The axis as it is cut when nothing is zoomed. */
  readonly homeAxis: BinnedAxis;
  /** No part is shorter than this, in ticks: a bin that the author chose. */
  readonly leastTicks: number;
}

/**
 * Which part of its axes a view shows: kept in data units, so that sizes, rows and backends may change, and shared with
 * the other plots of a zoom group. An axis without a part is at home.
 */
export class ZoomState {
  readonly #view: object;
  readonly #onChange: () => void;
  readonly #parts = new Map<PositionChannel, AxisDomain>();
  /** Homes as the group was last told of them, by key. */
  readonly #homes = new Map<string, AxisDomain>();
  #sides: readonly ZoomableAxis[] = [];
  #group: SharedDomains<AxisDomain> | null = null;
  #shared: readonly PositionChannel[] = [];
  #off: (() => void) | null = null;

  /** @param onChange told that another part is shown, by whose doing ever */
  constructor(view: object, onChange: () => void) {
    this.#view = view;
    this.#onChange = onChange;
  }

  /** Shares these axes with a group, or with nobody. */
  join(group: SharedDomains<AxisDomain> | null, shared: readonly PositionChannel[]): void {
    this.#shared = group ? shared : [];
    if (group === this.#group) return;
    this.leave();
    this.#group = group;
    this.#off = group?.onChange(() => this.#onChange()) ?? null;
  }

  /** Shares with nobody any more. */
  leave(): void {
    this.#off?.();
    this.#off = null;
    const group = this.#group;
    this.#group = null;
    for (const key of this.#homes.keys()) group?.setHome(key, this.#view, null);
    this.#homes.clear();
  }

  /** The axes are there, or others are. What a script wanted before is wanted now. */
  layOut(sides: readonly ZoomableAxis[]): void {
    this.#sides = sides;
    for (const side of sides) {
      const key = this.#keyOf(side);
      if (!key) continue;
      const home = domainOf(side.homeAxis.scale.domain, side.meta.type);
      const told = this.#homes.get(key);
      this.#homes.set(key, home);
      if (told?.lo !== home.lo || told.hi !== home.hi || told.labels !== home.labels)
        this.#group!.setHome(key, this.#view, home);
      const wanted = this.#parts.get(side.channel);
      if (wanted && this.#parts.delete(side.channel)) this.#group!.set(key, this.#named(side, wanted), this.#view);
    }
  }

  /** Goes home where the channel's column is another now. */
  forget(channel: PositionChannel): void {
    this.#parts.delete(channel);
  }

  /** The part that is shown, in ticks; null for all of home. */
  visibleDomain(channel: ChannelName): Span | null {
    const side = this.#side(channel);
    if (!side) return null;
    const { homeAxis } = side;
    const wanted = this.#wanted(side);
    const span = wanted && spanOf(wanted, side.meta.type);
    if (!span) return null;
    const { scale } = homeAxis;
    const shown = moveOn(homeAxis, span, this.#limits(side), keepWithin);
    const [[lo, hi], [first, last]] = [shown, scale.domain].map((ends) => ends.map((end) => scale.toUniform(end)));
    const noise = last! * 1e-9 - first! * 1e-9;
    return Math.abs(lo! - first!) <= noise && Math.abs(hi! - last!) <= noise ? null : shown;
  }

  /** Whether any axis shows a part only. */
  get isZoomed(): boolean {
    return this.#sides.some((side) => this.visibleDomain(side.channel) !== null);
  }

  /** Makes parts `factor` times as long about a place in each axis named: 0 its lower end, 1 its upper. */
  zoomAt(places: PerAxis<number>, factor: number): void {
    this.#move(places, (span, place, limits) => zoomAbout(span, place, factor, limits));
  }

  /** Moves parts by fractions of their length, upwards when positive. */
  panBy(fractions: PerAxis<number>): void {
    this.#move(fractions, panBy);
  }

  /**
   * Shows a part in data units; null goes home. An axis that is not named stays. Kept for later where there are no axes
   * yet.
   */
  show(domains: PerAxis<readonly [lo: number, hi: number] | null>): void {
    for (const channel of POSITION_CHANNELS) {
      const wanted = domains[channel];
      if (wanted === undefined) continue;
      this.#keep(channel, wanted && { kind: null, lo: wanted[0], hi: wanted[1] });
    }
    this.#onChange();
  }

  #move(by: PerAxis<number>, moved: (span: Span, by: number, limits: ZoomLimits) => Span): void {
    let changed = false;
    for (const side of this.#sides) {
      const amount = by[side.channel];
      if (amount === undefined) continue;
      const span = this.visibleDomain(side.channel) ?? side.homeAxis.scale.domain;
      const next = moveOn(side.homeAxis, span, this.#limits(side), (part, limits) => moved(part, amount, limits));
      if (next[0] === span[0] && next[1] === span[1]) continue;
      changed = true;
      this.#keep(side.channel, domainOf(next, side.meta.type));
    }
    if (changed) this.#onChange();
  }

  /** Members of a group hear of it from the group. */
  #keep(channel: PositionChannel, domain: AxisDomain | null): void {
    const side = this.#side(channel);
    const key = side && this.#keyOf(side);
    if (key) this.#group!.set(key, domain && this.#named(side, domain), this.#view);
    else if (domain) this.#parts.set(channel, side ? this.#named(side, domain) : domain);
    else this.#parts.delete(channel);
  }

  #named({ meta: { type } }: ZoomableAxis, { lo, hi, kind, labels }: AxisDomain): AxisDomain {
    return { kind: kind ?? type.kind, lo, hi, ...(type.kind === 'category' && { labels: labels ?? type.labels }) };
  }

  /** Where members of a group differ in their homes, home is all of them. */
  #wanted(side: ZoomableAxis): AxisDomain | null {
    const key = this.#keyOf(side);
    if (!key) return this.#parts.get(side.channel) ?? null;
    const { type } = side.meta;
    const homes = this.#group!.homes(key);
    return this.#group!.get(key) ?? (homes.length > 1 && type.kind !== 'category' ? homes.reduce(unite) : null);
  }

  #limits(side: ZoomableAxis): ZoomLimits {
    const { meta, extent, homeAxis, leastTicks } = side;
    const limits = limitsOf(meta, extent, homeAxis.scale);
    const key = this.#keyOf(side);
    const homes =
      key && meta.type.kind !== 'category'
        ? this.#group!.homes(key)
            .map((domain) => spanOf(domain, meta.type))
            .filter((span) => span !== null)
        : [];
    const widest: Span = [
      Math.min(limits.widest[0], ...homes.map(([lo]) => lo)),
      Math.max(limits.widest[1], ...homes.map(([, hi]) => hi)),
    ];
    return { widest, least: Math.min(widest[1] - widest[0], Math.max(limits.least, leastTicks)) };
  }

  #side(channel: ChannelName): ZoomableAxis | undefined {
    return this.#sides.find((side) => side.channel === channel);
  }

  /** Axes of other kinds of scales go their own ways: a part of one may have no place on another. */
  #keyOf({ channel, homeAxis }: ZoomableAxis): string | null {
    return this.#group && this.#shared.includes(channel) ? `${channel} ${homeAxis.scale.kind}` : null;
  }
}
