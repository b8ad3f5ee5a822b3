import type { Selection } from '../link/selection';
import { LEGEND_CHANNELS, type LegendChannel } from './category-filter';
import { LegendSelection, type LegendCategories } from './legend-selection';

/** What the user selects in the legends of a plot: one clause for each channel. Rows must meet all of them. */
export class LegendSelections {
  readonly #ofChannel: Readonly<Record<LegendChannel, LegendSelection>>;

  /** @param onChange called when the selected entries change, for any reason */
  constructor(onChange: () => void) {
    this.#ofChannel = { color: new LegendSelection(onChange), shape: new LegendSelection(onChange) };
  }

  of(channel: LegendChannel): LegendSelection {
    return this.#ofChannel[channel];
  }

  /** Whether any entry is selected. */
  get isInUse(): boolean {
    return LEGEND_CHANNELS.some((channel) => this.of(channel).isInUse);
  }

  join(selection: Selection): void {
    for (const channel of LEGEND_CHANNELS) this.of(channel).join(selection);
  }

  /** Withdraws all clauses and leaves the selection. */
  leave(): void {
    for (const channel of LEGEND_CHANNELS) this.of(channel).leave();
  }

  /** Sets the categories of each legend; null for none. */
  show(categories: Readonly<Record<LegendChannel, LegendCategories | null>>): void {
    for (const channel of LEGEND_CHANNELS) this.of(channel).show(categories[channel]);
  }
}
