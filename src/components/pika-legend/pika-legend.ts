import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { OnDemand } from '../../engine/index';
import { checkColors } from '../color-checks';
import { PageColorsController } from '../controllers/page-colors-controller';
import { PikaElement } from '../pika-element';
import type { LegendController } from '../pika-plot/legend';
import { legendFor, legendMoved, LegendPlace } from '../pika-plot/legend-places';
import { themeProperties } from '../theme-properties';
import type { MissingPlot } from './missing-plot';

const PARTS = new OnDemand('the code of legends', () => import('./legend-parts'));

/**
 * The legend of a plot, placed anywhere in its document or shadow root. The plot then shows none of its own.
 *
 * ```html
 * <pika-plot id="delays" from="flights" mark="line" x="bin(date)" y="avg(delay)" color="origin"></pika-plot>
 * <pika-legend for="delays"></pika-legend>
 * ```
 * Entries filter as in the plot's own legend: a click selects one, with Shift one more, Escape clears.
 *
 * @tag pika-legend
 * @attr {string} for - id of the plot
 * @cssprop {<color>} --pika-text - color of the labels
 * @cssprop {<color>} --pika-strong - color of the titles
 * @cssprop {<color>} --pika-background - background color
 * @cssprop {<family-name>} --pika-font - font family
 * @csspart legend - the legend
 * @csspart note - a line that says that no plot has the id
 */
export class PikaLegend extends PikaElement<Record<string, never>> {
  static override properties = { for: { type: String } };

  static override styles = [
    themeProperties,
    css`
    /* A ramp or a line of entries, before they are known. */
    :host { display: block; min-height: 28px; }
    :host([hidden]) { display: none; }
    .legend.free { display: flex; flex-direction: column; gap: 4px; }
  `,
  ];

  declare for: string | null;
  /** Null until their code has loaded. */
  #legend: LegendController | null = null;
  #missing: MissingPlot | null = null;

  constructor() {
    super();
    new PageColorsController(this, () => this.#checkColors());
    new LegendPlace(this, () => this.#id);
    Object.assign(this, { for: null });
  }

  get #id(): string | null {
    return this.for?.trim() || null;
  }

  protected override joined(): void {
    this.#checkColors();
    PARTS.load().then(({ LegendController, legendStyles, MissingPlot }) => {
      if (this.#legend) return;
      this.wear([legendStyles]);
      this.#legend = new LegendController(this, () => legendFor(this, this.#id));
      this.#missing = new MissingPlot(this);
      this.requestUpdate();
    }, reportError);
  }

  #checkColors(): void {
    checkColors(this, () => this.#checkColors());
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('for')) legendMoved();
  }

  protected override render(): TemplateResult | typeof nothing {
    const isThere = legendFor(this, this.#id) !== null;
    // The remark ends when the plot comes.
    const remark = this.#missing?.template(this.#id) ?? nothing;
    return isThere && this.#legend ? html`${this.#legend.free()}` : remark;
  }
}
