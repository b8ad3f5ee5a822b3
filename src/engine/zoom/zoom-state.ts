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

/** An axis that can be zoomed. */
export interface ZoomableAxis {
  readonly channel: PositionChannel;
  readonly meta: ColumnMeta;
  /** Smallest and largest value, in ticks. */
  readonly extent: Span;
  /** The axis when it is not zoomed. */
  readonly homeAxis: BinnedAxis;
  /** The shortest visible domain in ticks: one bin of the author's step. */
  readonly leastTicks: number;
}

/**
 * The visible domain of each axis of a plot. Domains are in data units, so they survive changes of size, rows and
 * backend. The plots of a zoom group share them. An axis with no entry shows its home domain.
 */
export class ZoomState {
  readonly #view: object;
  readonly #onChange: () => void;
  readonly #domains = new Map<PositionChannel, AxisDomain>();
  /** The home domains last shared with the group, by key. */
  readonly #homes = new Map<string, AxisDomain>();
  #sides: readonly ZoomableAxis[] = [];
  #group: SharedDomains<AxisDomain> | null = null;
  #shared: readonly PositionChannel[] = [];
  #off: (() => void) | null = null;

  /** @param onChange called when a visible domain changes, for any reason */
  constructor(view: object, onChange: () => void) {
    this.#view = view;
    this.#onChange = onChange;
  }

  /** Shares these axes with a group; null leaves it. */
  join(group: SharedDomains<AxisDomain> | null, shared: readonly PositionChannel[]): void {
    this.#shared = group ? shared : [];
    if (group === this.#group) return;
    this.leave();
    this.#group = group;
    this.#off = group?.onChange(() => this.#onChange()) ?? null;
  }

  /** Leaves the group. */
  leave(): void {
    this.#off?.();
    this.#off = null;
    const group = this.#group;
    this.#group = null;
    for (const key of this.#homes.keys()) group?.setHome(key, this.#view, null);
    this.#homes.clear();
  }

  /** Sets the axes. Applies domains that a script set before. */
  layOut(sides: readonly ZoomableAxis[]): void {
    this.#sides = sides;
    for (const side of sides) {
      const key = this.#keyOf(side);
      if (!key) continue;
      const home = domainOf(side.homeAxis.scale.domain, side.meta.type);
      const shared = this.#homes.get(key);
      this.#homes.set(key, home);
      if (shared?.lo !== home.lo || shared.hi !== home.hi || shared.labels !== home.labels)
        this.#group!.setHome(key, this.#view, home);
      const wanted = this.#domains.get(side.channel);
      if (wanted && this.#domains.delete(side.channel)) this.#group!.set(key, this.#named(side, wanted), this.#view);
    }
  }

  /** The domains of the zoomed axes, in data units, as {@link show} takes them; also before the axes are known. */
  get zoomed(): PerAxis<readonly [lo: number, hi: number]> {
    const zoomed: { -readonly [C in PositionChannel]?: readonly [lo: number, hi: number] } = {};
    for (const channel of POSITION_CHANNELS) {
      const side = this.#side(channel);
      const key = side && this.#keyOf(side);
      const wanted = key ? this.#group!.get(key) : this.#domains.get(channel);
      if (wanted && !(side && this.visibleDomain(channel) === null)) zoomed[channel] = [wanted.lo, wanted.hi];
    }
    return zoomed;
  }

  /** Zooms out: the channel's column has changed. */
  forget(channel: PositionChannel): void {
    this.#domains.delete(channel);
  }

  /** The visible domain in ticks; null for the home domain. */
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

  /** Whether an axis is zoomed, or shared with a group, whose home domain depends on it. */
  get isInUse(): boolean {
    return this.#group !== null || this.isZoomed;
  }

  /** Whether any axis is zoomed. */
  get isZoomed(): boolean {
    return this.#sides.some((side) => this.visibleDomain(side.channel) !== null);
  }

  /** Makes visible domains `factor` times as long about a position in each axis: 0 is its lower end, 1 its upper. */
  zoomAt(places: PerAxis<number>, factor: number): void {
    this.#move(places, (span, place, limits) => zoomAbout(span, place, factor, limits));
  }

  /** Moves visible domains by fractions of their length, upwards if positive. */
  panBy(fractions: PerAxis<number>): void {
    this.#move(fractions, panBy);
  }

  /**
   * Shows these domains, in data units; null zooms out. Other axes stay. Domains set before the axes are known apply
   * later.
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
      const next = moveOn(side.homeAxis, span, this.#limits(side), (domain, limits) => moved(domain, amount, limits));
      if (next[0] === span[0] && next[1] === span[1]) continue;
      changed = true;
      this.#keep(side.channel, domainOf(next, side.meta.type));
    }
    if (changed) this.#onChange();
  }

  /** The group informs its members of a shared domain. */
  #keep(channel: PositionChannel, domain: AxisDomain | null): void {
    const side = this.#side(channel);
    const key = side && this.#keyOf(side);
    if (key) this.#group!.set(key, domain && this.#named(side, domain), this.#view);
    else if (domain) this.#domains.set(channel, side ? this.#named(side, domain) : domain);
    else this.#domains.delete(channel);
  }

  #named({ meta: { type } }: ZoomableAxis, { lo, hi, kind, labels }: AxisDomain): AxisDomain {
    return { kind: kind ?? type.kind, lo, hi, ...(type.kind === 'category' && { labels: labels ?? type.labels }) };
  }

  /** If the members of a group differ in their home domains, the group's home is their union. */
  #wanted(side: ZoomableAxis): AxisDomain | null {
    const key = this.#keyOf(side);
    if (!key) return this.#domains.get(side.channel) ?? null;
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

  /** Only axes with the same kind of scale share: a domain may have no position on another scale. */
  #keyOf({ channel, homeAxis }: ZoomableAxis): string | null {
    return this.#group && this.#shared.includes(channel) ? `${channel} ${homeAxis.scale.kind}` : null;
  }
}
