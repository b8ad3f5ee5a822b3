import { mapChannels } from '../grammar/channel-name';
import {
  AXIS_NAMES,
  axisOf,
  isPosition,
  POSITION_CHANNELS,
  type AxisName,
  type PerAxis,
  type PositionChannel,
  type Size,
} from '../grammar/position-channel';
import type { Category } from '../grammar/selection-clause';
import { wordOf } from '../frame/color';
import type { Theme } from '../plan/mark';
import { hasFreeScale } from '../plan/plan';
import { LinearScale } from '../scales/linear-scale';
import type { BinnedAxis } from '../scales/binned-axis';
import type { Scale } from '../scales/scale';
import { cssOf } from '../scales/color/color-word';
import { isReadable } from '../scales/color/contrast';
import { trainScale } from '../scales/train';
import { directed } from '../scales/scale-for';
import type { LayerAxes } from './layer-data';
import { layerTheme } from './layer-theme';
import { Mirror } from './mirror';
import type { PlotLayer } from './plot-layer';
import type { PlotLayers } from './plot-layers';
import { isTable } from './layer-kinds';
import { trainStyles, type Highlight, type PlotStyles } from './train-styles';

/** The scales that the layers of one plot share: of positions, and of styles such as colors. */
export class PlotScales {
  readonly #layers: PlotLayers;
  readonly #isZoomed: (channel: PositionChannel) => boolean;
  /** The scales of axes that show values or are free: one for each panel, or a single one for all. */
  #values: { readonly [axis in AxisName]?: readonly (Scale | null)[] } = {};
  #highlighted: Highlight | null = null;
  #picked: ReadonlySet<Category> | null = null;
  #trainedStyles: { readonly theme: Theme; readonly styles: PlotStyles } | null = null;
  /** Null until the page has set one. */
  theme: Theme | null = null;

  /** @param isZoomed returns whether the user shows a part of an axis */
  constructor(layers: PlotLayers, isZoomed: (channel: PositionChannel) => boolean) {
    this.#layers = layers;
    this.#isZoomed = isZoomed;
  }

  /** Trains the scales of positions that show values, over all layers. Returns whether a domain has changed. */
  train(): boolean {
    const before = this.#values;
    const values: { [axis in AxisName]?: readonly (Scale | null)[] } = {};
    for (const axis of AXIS_NAMES) {
      const panels = this.#isFree(axis) ? this.#layers.facets.panels.map((_, panel) => panel) : [null];
      values[axis] = panels.map((panel) => this.#trained(axis, panel));
    }
    this.#values = values;
    this.#trainedStyles = null;
    return AXIS_NAMES.some((axis) => !areSame(before[axis], values[axis]));
  }

  /** @param panel null for all panels */
  #trained(axis: AxisName, panel: number | null): Scale | null {
    const channel = channelOf(axis);
    const layers = this.#on(axis);
    const shown = layers.flatMap((layer) => layer.shownValues(channel, this.isLog(axis), panel) ?? []);
    const trained = trainScale(channel, shown, this.#layers.plan!.spec.scales[axis]);
    if (trained || panel === null) return trained;
    const shared = this.#onColumn(axis);
    const extents = layers.flatMap((layer) => {
      const extent = layer.shownExtent(channel, panel);
      return extent ? [extent] : [];
    });
    if (!shared || extents.length === 0) return null;
    const [lo, hi] = [Math.min(...extents.map(([from]) => from)), Math.max(...extents.map(([, to]) => to))];
    return lo < hi ? shared.over([lo, hi]) : null;
  }

  /** The layers that show their position on an axis. */
  #on(axis: AxisName): readonly PlotLayer[] {
    return this.#layers.all.filter(({ loaded }) => loaded && axisOf(loaded.plan.spec, channelOf(axis)) === axis);
  }

  /** The scales of colors, sizes, symbols and opacities; null without a theme or while no rows are loaded. */
  get styles(): PlotStyles | null {
    const { theme } = this;
    const { plan, tables } = this.#layers;
    if (!theme || !plan) return null;
    const known = this.#trainedStyles;
    if (known?.theme === theme) return known.styles;
    const styles = trainStyles(tables, plan.spec, theme, this.#highlighted, this.#picked);
    this.#trainedStyles = { theme, styles };
    return styles;
  }

  /** Fades the instances of all other entries of a legend; null stops fading. */
  highlight(highlighted: Highlight | null): void {
    this.#highlighted = highlighted;
    this.#trainedStyles = null;
  }

  /** Fades the instances of all other categories of color; null stops fading. */
  pick(categories: ReadonlySet<Category> | null): void {
    if (categories === null && this.#picked === null) return;
    this.#picked = categories;
    this.#trainedStyles = null;
    this.#layers.invalidate();
  }

  /** The scale of an axis in a panel: of a column, or of values. Null for a right axis that no layer uses. */
  of(axis: AxisName, panel: number): Scale | null {
    if (axis === 'right' && this.#on(axis).length === 0) return null;
    const onColumn = this.#onColumn(axis);
    if (onColumn) return directed(this.#ofPanel(axis, panel) ?? this.#withBars(axis, onColumn), this.isReversed(axis));
    const known = this.#values[axis]?.find((scale) => scale !== null);
    return this.#ofPanel(axis, panel) ?? known ?? new LinearScale([0, 1], false);
  }

  /** The panel's own scale of an axis, if it has one. */
  #ofPanel(axis: AxisName, panel: number): Scale | null {
    return this.#isFree(axis) ? (this.#values[axis]?.[panel] ?? null) : null;
  }

  #onColumn(axis: AxisName): Scale | null {
    const layers = this.#on(axis);
    const band = axis === 'right' ? null : this.#layers.bands?.shown;
    if (band?.channel === axis) return band.scale;
    const first = axis === 'right' ? layers : [this.#layers.primary, ...layers];
    return first.flatMap((layer) => layer?.axes?.get(channelOf(axis)) ?? [])[0]?.scale ?? null;
  }

  /** The scales that a layer is drawn on in a panel. */
  positionsOf({ loaded }: PlotLayer, panel: number): Readonly<Record<PositionChannel, Scale>> {
    const y = loaded ? axisOf(loaded.plan.spec, 'y') : 'y';
    return { x: this.of('x', panel)!, y: this.of(y, panel)! };
  }

  /** The scale of a column, extended over the bars of other layers, which start at 0. */
  #withBars(axis: AxisName, scale: Scale): Scale {
    const channel = channelOf(axis);
    const isNumber = scale.kind !== 'band' && scale.kind !== 'time';
    if (!isNumber || this.isLog(axis) || this.#isZoomed(channel) || this.#layers.plan!.spec.scales[axis].domain)
      return scale;
    const bars = this.#on(axis).flatMap((layer) => layer.shownValues(channel, false) ?? []);
    if (!bars.some(({ hasBaseline }) => hasBaseline)) return scale;
    const ends = [
      ...scale.domain,
      ...bars.flatMap(({ extent, filtered }) => [...(extent ?? []), ...(filtered ?? [])]),
    ].filter(Number.isFinite);
    const [lo, hi] = [Math.min(...ends), Math.max(...ends)];
    return lo === scale.domain[0] && hi === scale.domain[1] ? scale : scale.over([lo, hi]);
  }

  /** The axes of a layer, on scales that include the bars of other layers. */
  withBars(axes: LayerAxes): LayerAxes {
    return mapChannels(axes, (axis, channel) => {
      const scale = isPosition(channel) ? this.#withBars(channel, axis.scale) : axis.scale;
      return scale === axis.scale ? axis : axis.on(scale);
    });
  }

  /** The axes of a panel: those of a layer, on the scales of the panel. */
  axesIn(axes: LayerAxes, panel: number): LayerAxes {
    const own = this.axesOfPanels(axes);
    return mapChannels(axes, (axis, channel) => (isPosition(channel) ? (own[channel]?.[panel] ?? axis) : axis));
  }

  /** The axes of each panel, on the positions whose scales are not those of the axes. */
  axesOfPanels(axes: LayerAxes): PerAxis<readonly BinnedAxis[]> {
    const { panels } = this.#layers.facets;
    return Object.fromEntries(
      POSITION_CHANNELS.flatMap((channel) => {
        const axis = axes.get(channel);
        if (!axis || channel === this.#layers.limitedChannel) return [];
        const shared = this.#withBars(channel, axis.scale);
        if (!this.#isFree(channel) && shared === axis.scale) return [];
        return [[channel, panels.map((_, panel) => axis.on(this.#ofPanel(channel, panel) ?? shared))] as const];
      }),
    );
  }

  #isFree(axis: AxisName): boolean {
    const { plan } = this.#layers;
    return plan !== null && axis !== 'right' && axis !== this.#layers.limitedChannel && hasFreeScale(plan.spec, axis);
  }

  /** Whether the author has set the domain that the axis shows. */
  hasFixedDomain(axis: AxisName): boolean {
    return this.#layers.plan!.spec.scales[axis].domain !== null && !this.#isZoomed(channelOf(axis));
  }

  /**
   * The color of all layers on an axis of y, if there are two axes, and all of its layers have the same color, in which
   * text can be read; else null.
   */
  titleColor(axis: 'y' | 'right'): string | null {
    const { theme, styles } = this;
    if (!theme || !styles || this.#on('right').length === 0) return null;
    const colors = this.#on(axis).map((layer) => {
      if (!isTable(layer)) return layer.loaded ? wordOf(layerTheme(theme, layer.loaded.plan).accent) : null;
      return layer.columnOf('color') ? null : styles.colors.of(layer)(NaN);
    });
    const [color, ...others] = new Set(colors);
    return color == null || others.length > 0 || !isReadable(color, theme.dark) ? null : cssOf(color);
  }

  /** Categories on y begin at the top, as readers read: in the opposite direction of values. */
  isReversed(axis: AxisName): boolean {
    const isWanted = this.#layers.plan?.spec.scales[axis].reverse ?? false;
    return isWanted !== (axis !== 'x' && this.#onColumn(axis)?.kind === 'band');
  }

  /** Converts places on the plot to places along its axes, and back. */
  mirror(box: Size): Mirror {
    return new Mirror(box, { x: this.isReversed('x'), y: this.isReversed('y') });
  }

  isLog(axis: AxisName): boolean {
    return this.#layers.plan?.spec.scales[axis].scale?.kind === 'log';
  }
}

function channelOf(axis: AxisName): PositionChannel {
  return axis === 'right' ? 'y' : axis;
}

function areSame(a: readonly (Scale | null)[] = [], b: readonly (Scale | null)[] = []): boolean {
  return a.length === b.length && a.every((scale, panel) => isSameDomain(scale, b[panel]!));
}

function isSameDomain(a: Scale | null, b: Scale | null): boolean {
  return a?.kind === b?.kind && (a?.domain.every((end, side) => end === b!.domain[side]) ?? true);
}
