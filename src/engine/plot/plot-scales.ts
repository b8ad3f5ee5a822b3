import { AXIS_NAMES, axisOf, type AxisName, type PositionChannel, type Size } from '../grammar/position-channel';
import type { Theme } from '../plan/mark';
import { LinearScale } from '../scales/linear-scale';
import type { Scale } from '../scales/scale';
import { trainScale } from '../scales/train';
import { directed } from '../scales/scale-for';
import { Mirror } from './mirror';
import type { PlotLayer } from './plot-layer';
import type { PlotLayers } from './plot-layers';
import { trainStyles, type Highlight, type PlotStyles } from './train-styles';

/** The scales that the layers of one plot share: of positions, and of styles such as colors. */
export class PlotScales {
  readonly #layers: PlotLayers;
  /** The scales of positions that show values. */
  #values: { readonly [axis in AxisName]?: Scale } = {};
  #highlighted: Highlight | null = null;
  #trainedStyles: { readonly theme: Theme; readonly styles: PlotStyles } | null = null;
  /** Null until the page has set one. */
  theme: Theme | null = null;

  constructor(layers: PlotLayers) {
    this.#layers = layers;
  }

  /** Trains the scales of positions that show values, over all layers. Returns whether a domain has changed. */
  train(): boolean {
    const { scales } = this.#layers.plan!.spec;
    const before = this.#values;
    const values: { [axis in AxisName]?: Scale } = {};
    for (const axis of AXIS_NAMES) {
      const channel = channelOf(axis);
      const shown = this.#on(axis).flatMap((layer) => layer.shownValues(channel, this.isLog(axis)) ?? []);
      const scale = trainScale(channel, shown, scales[axis]);
      if (scale) values[axis] = scale;
    }
    this.#values = values;
    this.#trainedStyles = null;
    return AXIS_NAMES.some((axis) => !isSameDomain(before[axis], values[axis]));
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
    const styles = trainStyles(tables, plan.spec, theme, this.#highlighted);
    this.#trainedStyles = { theme, styles };
    return styles;
  }

  /** Fades the instances of all other entries of a legend; null ends that. */
  highlight(highlighted: Highlight | null): void {
    this.#highlighted = highlighted;
    this.#trainedStyles = null;
  }

  /** The scale of an axis: that of a column, or of values. Null for a right axis that no layer uses. */
  of(axis: AxisName): Scale | null {
    const layers = this.#on(axis);
    if (axis === 'right' && layers.length === 0) return null;
    const { primary } = this.#layers;
    const channel = channelOf(axis);
    const first = axis === 'right' ? layers : [primary, ...layers];
    const onColumn = first.flatMap((layer) => layer?.axes?.get(channel) ?? [])[0];
    if (onColumn) return directed(onColumn.scale, this.isReversed(axis));
    return this.#values[axis] ?? new LinearScale([0, 1], false);
  }

  /** The scales that a layer is drawn on. */
  positionsOf({ loaded }: PlotLayer): Readonly<Record<PositionChannel, Scale>> {
    const y = loaded ? axisOf(loaded.plan.spec, 'y') : 'y';
    return { x: this.of('x')!, y: this.of(y)! };
  }

  isReversed(axis: AxisName): boolean {
    return this.#layers.plan?.spec.scales[axis].reverse ?? false;
  }

  /** Converts places on the plot to places along its axes. */
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

function isSameDomain(a: Scale | undefined, b: Scale | undefined): boolean {
  return a?.kind === b?.kind && (a?.domain.every((end, side) => end === b!.domain[side]) ?? true);
}
