import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { PageColorsController } from '../controllers/page-colors-controller';
import { OnDemand, pageEngine, type PikaError, type Counting, type RowCount } from '../../engine/index';
import { errorPanel, errorStyles } from '../error-panel';
import type { AttributeUse } from '../controllers/attribute-controller';
import { FollowerController, type Following } from '../controllers/follower-controller';
import { LocaleController } from '../controllers/locale-controller';
import { filtersOf, SelectionNamesController } from '../controllers/selection-names-controller';
import { missingFrom } from '../missing-from';
import { PikaElement } from '../pika-element';
import type { MessagesOfCount, Shown } from './count-texts';

const TEXTS = new OnDemand('the texts of counts', () => import('./count-texts'));

/** Debounces announcements: screen readers would otherwise read numbers throughout a brush move. */
const ANNOUNCE_AFTER_MS = 200;

/** Details of a count's events. */
export interface PikaCountEvents {
  'pika-count': Counting;
  'pika-error': PikaError;
}

/**
 * The selected rows of a query in one number, live as a brush moves: `1,234 of 3,000,000 rows`, or any aggregate of
 * them beside that of all rows: `$1.2M of $4.5M`.
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
 * @attr {string} format - a d3 format of numbers (`$,.3s`) or times (`%d %b %Y`); default: three digits, or all of a
 *   whole number
 * @attr {string} label - the words above the number; default: `sum of revenue`; empty for none
 * @attr {"value"|"share"|"change"|"difference"|"off"} compare - how the selected rows compare with all rows: `value`
 *   shows the value of all rows beside theirs, `share` adds their share of it (`27.4%`), `change` by how many percent
 *   they are above or below it (`+12.3%`), `difference` by how much (`−$0.50`); `off` shows only theirs;
 *   default: `value`
 * @attr {"utc"|"local"|string} time-zone - the zone of times: `utc`, `local` or a name such as `Europe/Vienna`;
 *   default: that of the query, or of the nearest ancestor, or UTC
 * @attr {string|string[]} filter-by - the selections that rows must pass, separated by spaces; default: the query's
 * @cssprop {<length>} --pika-count-size - font size of the aggregate; default: 28px
 * @cssprop {<color>} --pika-strong - color of the aggregate
 * @cssprop {<color>} --pika-text - color of the words
 * @cssprop {<family-name>} --pika-font - font family
 * @csspart label - the words above the aggregate
 * @csspart selected - the number or the aggregate of the selected rows
 * @csspart all - the number or the aggregate of all rows
 * @csspart comparison - the words beside the aggregate: `of $4.5M`
 * @csspart compared - the share, change or difference; with the part `up`, `down` or `same` if it has a direction
 * @csspart note - a line about an attribute without effect
 * @csspart error - the error panel
 * @fires {CustomEvent<Counting>} pika-count - the numbers changed: `{ rows, of, aggregate: { selected, all } }`;
 *   `aggregate` is left out without the attribute
 * @fires {CustomEvent<PikaError>} pika-error - the rows can't be counted; the element shows why
 */
export class PikaCount extends PikaElement<PikaCountEvents> {
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
    shown: { state: true },
    announced: { state: true },
    error: { state: true },
  };

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
    /* Large numbers side by side, without white space in JSX; one in running text has none. */
    :host(:is([aggregate], [label])) { margin-inline-end: 16px; }
    [part=selected] { font-weight: 600; }
    /* The sign of a number stays before it where text runs to the left. */
    [part=selected], [part=all] { unicode-bidi: plaintext; }
    .aggregate { display: block; line-height: 1.25; }
    .aggregate [part=label], .aggregate [part=comparison] { color: var(--pika-text, inherit); }
    .aggregate [part=label] { display: block; }
    [part~=compared] { font-weight: 600; }
    .aggregate .values { display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 0.45em; }
    .aggregate [part=selected] {
      color: var(--pika-strong, inherit);
      font-weight: var(--pika-title-weight, 600);
      font-family: var(--pika-title-font, inherit);
      font-size: var(--pika-count-size, 28px);
      letter-spacing: -0.01em;
      overflow-wrap: anywhere;
    }
    [part=note] { display: block; }
    .words {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
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
  declare private shown: Shown | null;
  declare private announced: string;
  declare private error: PikaError | null;
  #announcing: ReturnType<typeof setTimeout> | undefined;
  readonly #selectionNames = new SelectionNamesController(
    this,
    () => ({ filterBy: this.filterBy }),
    () => this.attributeCheck.check(),
  );

  readonly #locale = new LocaleController(
    this,
    () => this.from?.trim() || null,
    () => this.#ask(),
  );

  /** Null until its texts have loaded. */
  #messages: MessagesOfCount | null = null;
  readonly #count = new FollowerController(this, () => this.#create(), { created: () => this.#ask() });

  constructor() {
    super();
    new PageColorsController(this);
    Object.assign(this, { from: null, aggregate: null, compare: null, format: null, label: null });
    Object.assign(this, { timeZone: null, filterBy: null, shown: null, announced: '', error: null });
  }

  /** The numbers shown; null while there are none. */
  get value(): Counting | null {
    return this.error ? null : (this.shown?.counting ?? null);
  }

  protected override left(): void {
    clearTimeout(this.#announcing);
  }

  protected override updated(changed: PropertyValues): void {
    if (this.isRefusalIn(changed) || ASKED.some((property) => changed.has(property))) this.#ask();
  }

  protected override attributeUse(): AttributeUse {
    const unused = {
      ...(this.aggregate === null && { 'time-zone': 'without aggregate' }),
      ...(this.shown?.texts.isComparable === false && { compare: 'with values that are not numbers' }),
    };
    return { ...super.attributeUse(), unused, remarks: this.#selectionNames.remarks };
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.error) return errorPanel(this.error);
    // Without a text, its line would have another height.
    const messages = this.#messages;
    if (!this.shown || !messages) return this.#isNumber ? this.#pending() : html`\u200b`;
    const { shown, notes } = this;
    const note = notes.length > 0 ? html`<small part="note">${notes.join(' ')}</small>` : nothing;
    const { numberOf, rowsOf } = TEXTS.loaded;
    const text = this.#isNumber ? numberOf(shown, messages, this.#label(shown.texts.title)) : rowsOf(shown, messages);
    return html`<span aria-hidden="true">${text}</span>
      <span class="words" role="status">${this.announced}</span>${note}`;
  }

  /** Keeps the place of the first aggregate while it is computed. */
  #pending(): TemplateResult {
    return html`<span class="aggregate" aria-hidden="true">${this.#label(null)}<span class="values"
      ><span part="selected">…</span></span></span>`;
  }

  /** @param title the default; null while it is not known */
  #label(title: string | null): TemplateResult | typeof nothing {
    const label = this.label ?? title ?? '\u00a0';
    return label === '' ? nothing : html`<span part="label">${label}</span>`;
  }

  /** Whether it is a large number under a label, not a count in running text. */
  get #isNumber(): boolean {
    return this.aggregate !== null || this.label !== null;
  }

  async #create(): Promise<Following<RowCount>> {
    const counting = pageEngine().createCount({
      counted: (counting, texts) => this.#show({ counting, texts }),
      failed: (error) => this.#fail(error),
    });
    const [{ count, dispose }, { messagesOf }] = await Promise.all([counting, TEXTS.load()]);
    this.#messages ??= messagesOf(this, () => {
      if (this.shown) this.#announce(this.shown);
      this.requestUpdate();
    });
    return [count, dispose];
  }

  #ask(): void {
    const name = this.from?.trim();
    if (this.propertyError) return this.#fail(this.propertyError);
    if (!name) {
      const found = this.hasAttribute('for') ? `for="${this.getAttribute('for')}"` : 'none';
      return this.#fail(missingFrom('<pika-count>', '<pika-count from="flights">', found));
    }
    this.error = null;
    const { aggregate } = this;
    const { lang, timeZone } = this.#locale.read();
    void this.#count.follower?.update({
      from: name,
      filterBy: filtersOf(this.filterBy, name),
      aggregate,
      compare: this.compare?.trim() || null,
      format: this.format?.trim() || null,
      lang,
      timeZone: this.timeZone?.trim() || timeZone,
    });
  }

  #show(shown: Shown): void {
    const before = this.shown;
    this.error = null;
    this.shown = shown;
    if (before?.texts.isComparable !== shown.texts.isComparable) this.attributeCheck.check();
    const { isSame } = TEXTS.loaded;
    if (!before || !isSame(before.counting, shown.counting)) this.fire('pika-count', shown.counting);
    this.#announce(shown);
  }

  #announce(shown: Shown): void {
    const { wordsOf } = TEXTS.loaded;
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(
      () => (this.announced = wordsOf(shown, this.#messages!, this.label)),
      ANNOUNCE_AFTER_MS,
    );
  }

  #fail(error: PikaError): void {
    this.error = error;
    this.fire('pika-error', error);
  }
}

/** The properties that determine the numbers and their texts. */
const ASKED: readonly PropertyKey[] = ['from', 'aggregate', 'compare', 'format', 'timeZone', 'filterBy'];
