import { css, html, type nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { OnDemand, type PikaError, type Counting } from '../../engine/index';
import type { AttributeUse } from '../controllers/attribute-controller';
import { errorStyles } from '../error-panel';
import { LateElement, type Presenter } from '../late-element';
import { isFigure, labelOf } from './count-label';
import type { CountPresenter } from './count-presenter';

const PARTS = new OnDemand('the code of counts', () => import('./count-parts'));

/** Details of a count's events. */
export interface PikaCountEvents {
  'pika-count': Counting;
  'pika-error': PikaError;
}

/**
 * One number about the selected rows of a query, updated as a brush moves: how many there are (`1,234 of 3,000,000
 * rows`), or any aggregate of them beside the same aggregate of all rows (`$1.2M of $4.5M`).
 *
 * ```html
 * <pika-count from="flights"></pika-count>
 * <pika-count from="sales" aggregate="sum(revenue)" format="$,.3s" label="Revenue"></pika-count>
 * ```
 *
 * @tag pika-count
 * @attr {string} from - the query
 * @attr {string} aggregate - one aggregate of the rows, as in a channel of a plot: `sum(revenue)`, `avg(delay)`,
 *   `max(date)`, `quantile(delay, 0.9)`; default: the number of rows
 * @attr {string} format - a d3 format of numbers (`$,.3s`) or times (`%d %b %Y`); default: three significant digits, or
 *   all digits of a whole number
 * @attr {string} label - the text above the number; default: the aggregate in words, such as `sum of revenue`; empty
 *   for none
 * @attr {"value"|"share"|"change"|"difference"|"off"} compare - how the value of the selected rows compares with that
 *   of all rows: `value` shows both, `share` adds the first as a percentage of the second (`27.4%`), `change` adds the
 *   difference in percent (`+12.3%`), `difference` adds the difference itself (`−$0.50`); `off` shows only the value of
 *   the selected rows; default: `value`
 * @attr {"utc"|"local"|string} time-zone - the zone of times: `utc`, `local` or a name such as `Europe/Vienna`;
 *   default: that of the query, or of the nearest ancestor, or UTC
 * @attr {string|string[]} filter-by - the selections that rows must pass, separated by spaces; default: the query's
 * @cssprop {<length>} --pika-count-size - font size of the aggregate; default: 28px
 * @cssprop {<color>} --pika-strong - color of the aggregate
 * @cssprop {<color>} --pika-text - color of the label and of the words beside the aggregate
 * @cssprop {<family-name>} --pika-font - font family
 * @csspart label - the words above the aggregate
 * @csspart selected - the number or the aggregate of the selected rows
 * @csspart all - the number or the aggregate of all rows
 * @csspart comparison - the words beside the aggregate: `of $4.5M`
 * @csspart compared - the share, change or difference; with the part `up`, `down` or `same` if it has a direction
 * @csspart note - a line about an attribute that has no effect
 * @csspart error - the error panel
 * @fires {CustomEvent<Counting>} pika-count - the numbers changed: `{ rows, of, aggregate: { selected, all } }`;
 *   `aggregate` is absent unless the attribute is set
 * @fires {CustomEvent<PikaError>} pika-error - the rows can't be counted; the element shows why
 */
export class PikaCount extends LateElement<PikaCountEvents> {
  static override properties = {
    from: { type: String },
    aggregate: { type: String },
    compare: { type: String },
    format: { type: String },
    label: { type: String },
    timeZone: { type: String, attribute: 'time-zone' },
    filterBy: {
      type: String,
      attribute: 'filter-by',
      toText: (value: unknown) => (Array.isArray(value) ? JSON.stringify(value) : undefined),
    },
  };

  /** The styles of the placeholder; the others load with the count. */
  static override styles = [
    errorStyles,
    css`
    :host {
      display: inline-block;
      color: var(--_readable, inherit);
      font: calc(var(--pika-font-size, 11px) + 2px)/1.4 var(--pika-font, system-ui, sans-serif);
      font-variant-numeric: tabular-nums;
    }
    :host([hidden]) { display: none; }
    /* Separates large numbers side by side: JSX drops the white space. A number in running text needs no margin. */
    :host(:is([aggregate], [label])) { margin-inline-end: 16px; }
    [part=selected] { font-weight: 600; }
    .aggregate { display: block; line-height: 1.25; }
    .aggregate [part=label] { display: block; color: var(--pika-text, inherit); }
    .aggregate .values { display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 0.45em; }
    .aggregate [part=selected] {
      color: var(--pika-strong, inherit);
      font-weight: var(--pika-title-weight, 600);
      font-family: var(--pika-title-font, inherit);
      font-size: var(--pika-count-size, 28px);
    }
  `,
  ];

  declare from: string | null;
  /** One aggregate of the rows; null counts them. */
  declare aggregate: string | null;
  declare compare: string | null;
  declare format: string | null;
  declare label: string | null;
  declare timeZone: string | null;
  declare filterBy: string | null;
  /** Null until its code has loaded. */
  #presenter: CountPresenter | null = null;

  constructor() {
    super();
    Object.assign(this, { from: null, aggregate: null, compare: null, format: null, label: null });
    Object.assign(this, { timeZone: null, filterBy: null });
  }

  /** The numbers shown; null while there are none. */
  get value(): Counting | null {
    return this.#presenter?.value ?? null;
  }

  protected override async present(): Promise<readonly [Presenter, CSSResult]> {
    const { CountPresenter, countStyles } = await PARTS.load();
    const presenter = (this.#presenter = new CountPresenter(this, {
      counted: (counting) => void this.fire('pika-count', counting),
      failed: (error) => void this.fire('pika-error', error),
      remarked: () => this.attributeCheck.check(),
    }));
    this.attributeCheck.check();
    return [presenter, countStyles];
  }

  protected override left(): void {
    this.#presenter?.left();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.isRefusalIn(changed)) this.#presenter?.ask();
  }

  protected override attributeUse(): AttributeUse {
    return { ...super.attributeUse(), ...this.#presenter?.attributeUse };
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#presenter?.isDrawn) return super.render();
    // Reserves space for the first value. Without text, its line would have a different height.
    return isFigure(this)
      ? html`<span class="aggregate" aria-hidden="true">${labelOf(this, null)}<span class="values"
      ><span part="selected">…</span></span></span>`
      : html`\u200b`;
  }
}
