import { nothing, type CSSResult, type ReactiveController, type TemplateResult } from 'lit';
import { OnDemand, type SelectedRows } from '../../engine/index';
import type { PlotTools, ToolsPlot } from './plot-tools';

const TOOLS = new OnDemand('the code of the menu of plots', () => import('./plot-tools'));

/** What a plot gives to its menu. */
export interface ToolsSource {
  readonly plot: ToolsPlot & { readonly tools: string | null };
  /** The accessible name of the plot. */
  readonly name: () => string;
  readonly rows: () => Promise<SelectedRows | null>;
  /** Adds styles to the plot. */
  readonly wear: (styles: readonly CSSResult[]) => void;
}

/** The menu of a plot that has the attribute `tools="menu"`: its code loads with the first one. */
export class ToolsOfPlot implements ReactiveController {
  readonly #source: ToolsSource;
  #tools: PlotTools | null = null;
  #isLoading = false;

  constructor(source: ToolsSource) {
    this.#source = source;
    source.plot.addController(this);
  }

  hostUpdated(): void {
    if (!this.#isWanted) this.#tools?.close();
    if (!this.#isWanted || this.#isLoading) return;
    this.#isLoading = true;
    // The plot is there, and stays.
    this.#load().catch(reportError);
  }

  template(): TemplateResult | typeof nothing {
    return this.#isWanted && this.#tools ? this.#tools.template() : nothing;
  }

  get #isWanted(): boolean {
    return this.#source.plot.tools?.trim().toLowerCase() === 'menu';
  }

  async #load(): Promise<void> {
    const { PlotTools, toolsStyles } = await TOOLS.load();
    const { plot, name, rows, wear } = this.#source;
    wear([toolsStyles]);
    this.#tools = new PlotTools(plot, name, rows);
    plot.requestUpdate();
  }
}
