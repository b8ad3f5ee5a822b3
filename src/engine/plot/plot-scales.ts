import { POSITION_CHANNELS, type PerAxis, type PositionChannel, type Size } from '../grammar/position-channel';
import type { Theme } from '../plan/mark';
import { LinearScale } from '../scales/linear-scale';
import type { Scale } from '../scales/scale';
import { trainScale } from '../scales/train';
import { directed } from '../scales/scale-for';
import { Mirror } from './mirror';
import type { PlotLayers } from './plot-layers';
import { trainStyles, type Highlight, type PlotStyles } from './train-styles';

/** The scales that the layers of one plot share: of positions, and of styles such as colors. */
export class PlotScales {
  readonly #layers: PlotLayers;
  /** The scales of positions that show values. */
  #values: PerAxis<Scale> = {};
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
    const values: { [channel in PositionChannel]?: Scale } = {};
    for (const channel of POSITION_CHANNELS) {
      const shown = this.#layers.all.flatMap((layer) => layer.shownValues(channel, this.isLog(channel)) ?? []);
      const scale = trainScale(channel, shown, scales[channel]);
      if (scale) values[channel] = scale;
    }
    this.#values = values;
    this.#trainedStyles = null;
    return POSITION_CHANNELS.some((channel) => !isSameDomain(before[channel], values[channel]));
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

  /** The scales of the panel: each that of a column, or of values. */
  get positions(): Readonly<Record<PositionChannel, Scale>> {
    return { x: this.#scaleOf('x'), y: this.#scaleOf('y') };
  }

  #scaleOf(channel: PositionChannel): Scale {
    const { primary, all } = this.#layers;
    const onColumn = [primary, ...all].flatMap((layer) => layer?.axes?.get(channel) ?? [])[0];
    if (onColumn) return directed(onColumn.scale, this.isReversed(channel));
    return this.#values[channel] ?? new LinearScale([0, 1], false);
  }

  isReversed(channel: PositionChannel): boolean {
    return this.#layers.plan?.spec.scales[channel].reverse ?? false;
  }

  /** Converts places on the plot to places along its axes. */
  mirror(box: Size): Mirror {
    return new Mirror(box, { x: this.isReversed('x'), y: this.isReversed('y') });
  }

  isLog(channel: PositionChannel): boolean {
    return this.#layers.plan?.spec.scales[channel].scale?.kind === 'log';
  }
}

function isSameDomain(a: Scale | undefined, b: Scale | undefined): boolean {
  return a?.kind === b?.kind && (a?.domain.every((end, side) => end === b!.domain[side]) ?? true);
}
