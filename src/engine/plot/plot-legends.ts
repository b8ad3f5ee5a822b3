import type { LegendModel } from '../guides/legend';
import type { Selection } from '../link/selection';
import { sliceOrder } from '../plan/layout/slices';
import { isLegendChannel } from '../select/category-filter';
import { LegendSelections } from '../select/legend-selections';
import type { PlotLayers } from './plot-layers';
import type { LegendActions } from './plot-model';
import type { PlotScales } from './plot-scales';
import { LEGENDS } from './presentation-on-demand';

/** The legends of one plot: what they show, and what the user selects in them. */
export class PlotLegends {
  readonly #layers: PlotLayers;
  readonly #scales: PlotScales;
  readonly #selections: LegendSelections;

  /** @param onChange called when the selected entries change, for any reason */
  constructor(layers: PlotLayers, scales: PlotScales, onChange: () => void) {
    this.#layers = layers;
    this.#scales = scales;
    this.#selections = new LegendSelections(onChange);
  }

  join(selection: Selection): void {
    this.#selections.join(selection);
  }

  /** Withdraws what the user selected. */
  leave(): void {
    this.#selections.leave();
  }

  /** Whether the user has selected entries. */
  get isInUse(): boolean {
    return this.#selections.isInUse;
  }

  /** The legends of the trained scales; none before there is a theme. */
  show(): readonly LegendModel[] {
    const { plan } = this.#layers;
    const { styles } = this.#scales;
    if (!plan || !styles) return [];
    const code = LEGENDS.ifLoaded;
    this.#selections.show(code?.legendCategories(plan, styles) ?? { color: null, shape: null });
    return code?.legendsOf(plan, styles, this.#selections, this.#slices) ?? [];
  }

  /** The codes of a pie's slices, in their order; none for a plot with axes, or for panels, whose pies differ. */
  get #slices(): readonly number[] {
    const layer = this.#layers.tables.find(({ loaded }) => loaded?.plan.draw.isRadial?.(loaded.plan.spec.channels));
    const part = layer?.drawnParts.length === 1 ? layer.drawnParts[0] : undefined;
    return part ? sliceOrder(part.table, layer!.loaded!.plan.spec.options) : [];
  }

  /** Selects and highlights by entries; null if they aren't categories. */
  get actions(): LegendActions | null {
    const { plan } = this.#layers;
    const { styles } = this.#scales;
    const code = LEGENDS.ifLoaded;
    if (!plan || !styles || !code) return null;
    const { color, shape } = code.legendCategories(plan, styles);
    if (!color && !shape) return null;
    return {
      toggle: (channel, value, add) => isLegendChannel(channel) && this.#selections.of(channel).toggle(value, add),
      clear: (channel) => isLegendChannel(channel) && this.#selections.of(channel).clear(),
      highlight: (channel, value) => {
        this.#scales.highlight(value === null || !isLegendChannel(channel) ? null : { channel, value });
        this.#layers.invalidate();
      },
    };
  }
}
