import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { PikaError, pageEngine, type Counting, type RowCount } from '../../engine/index';
import { errorPanel, errorStyles } from '../error-panel';
import type { AttributeUse } from '../controllers/attribute-controller';
import { listOf, SelectionNamesController } from '../controllers/selection-names-controller';
import { PikaElement } from '../pika-element';

const whole = new Intl.NumberFormat('en');
/** Debounces announcements: screen readers would otherwise read numbers throughout a brush move. */
const ANNOUNCE_AFTER_MS = 200;

/** Details of a count's events. */
export interface PikaCountEvents {
  'pika-count': Counting;
  'pika-error': PikaError;
}

/**
 * Counts the selected rows of a query, live as a brush moves: `1,234 of 3,000,000 rows`.
 *
 * ```html
 * <pika-count for="flights"></pika-count>
 * ```
 *
 * @tag pika-count
 * @attr {string} for - the query
 * @attr {string} filter-by - the selections that rows must pass, separated by spaces; default: the query's
 * @csspart selected - the first number
 * @csspart all - the second number
 * @csspart note - a line about an attribute without effect
 * @csspart error - the error panel
 * @fires {CustomEvent<Counting>} pika-count - the counts changed: `{ rows, of }`
 * @fires {CustomEvent<PikaError>} pika-error - the rows can't be counted; the element shows why
 */
export class PikaCount extends PikaElement<PikaCountEvents> {
  static override properties = {
    for: { type: String },
    filterBy: { type: String, attribute: 'filter-by' },
    counting: { state: true },
    announced: { state: true },
    error: { state: true },
  };

  static override styles = [
    errorStyles,
    css`
    :host {
      display: inline-block;
      font: 13px/1.4 var(--pika-font, system-ui, sans-serif);
      font-variant-numeric: tabular-nums;
    }
    :host([hidden]) { display: none; }
    [part=selected] { font-weight: 600; }
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

  declare for: string | null;
  declare filterBy: string | null;
  declare private counting: Counting | null;
  declare private announced: string;
  declare private error: PikaError | null;
  #count: RowCount | null = null;
  #dispose: (() => void) | null = null;
  #announcing: ReturnType<typeof setTimeout> | undefined;
  readonly #selectionNames = new SelectionNamesController(
    this,
    () => ({ filterBy: this.filterBy }),
    () => this.attributeCheck.check(),
  );

  constructor() {
    super();
    Object.assign(this, { for: null, filterBy: null, counting: null, announced: '', error: null });
  }

  /** The counts shown; null while there are none. */
  get value(): Counting | null {
    return this.counting;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#attach();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#announcing);
    queueMicrotask(() => {
      if (!this.isConnected) this.#detach();
    });
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('for') || changed.has('filterBy')) this.#ask();
  }

  protected override attributeUse(): AttributeUse {
    return { ...super.attributeUse(), remarks: this.#selectionNames.remarks };
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.error) return errorPanel(this.error);
    if (!this.counting) return nothing;
    const { rows, of } = this.counting;
    return html`<span aria-hidden="true">${
      rows === of
        ? html`<span part="all">${whole.format(of)}</span> rows`
        : html`<span part="selected">${whole.format(rows)}</span> of <span part="all">${whole.format(of)}</span> rows`
    }</span>
      <span class="words" role="status">${this.announced}</span>${this.notes.length > 0 ? html`<small part="note">${this.notes.join(' ')}</small>` : nothing}`;
  }

  async #attach(): Promise<void> {
    if (this.#dispose) return;
    let detached = false;
    this.#dispose = () => (detached = true);
    const { count, dispose } = await pageEngine().createCount({
      counted: (counting) => this.#show(counting),
      failed: (error) => this.#fail(error),
    });
    if (detached) return dispose();
    this.#count = count;
    this.#dispose = dispose;
    this.#ask();
  }

  #detach(): void {
    this.#dispose?.();
    this.#dispose = null;
    this.#count = null;
  }

  #ask(): void {
    const name = this.for?.trim();
    if (!name) {
      return this.#fail(
        new PikaError('spec/missing-from', {
          subject: '<pika-count>',
          expected: 'an attribute for="…" naming a <pika-query>',
          found: 'none',
          next: 'Write for example <pika-count for="flights">.',
        }),
      );
    }
    this.error = null;
    const filters = listOf(this.filterBy);
    void this.#count?.update(name, filters.length > 0 ? filters : [name]);
  }

  #show(counting: Counting): void {
    const before = this.counting;
    this.error = null;
    this.counting = counting;
    if (before?.rows !== counting.rows || before.of !== counting.of) this.fire('pika-count', counting);
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => {
      this.announced = `${whole.format(counting.rows)} of ${whole.format(counting.of)} rows selected`;
    }, ANNOUNCE_AFTER_MS);
  }

  #fail(error: PikaError): void {
    this.error = error;
    this.fire('pika-error', error);
  }
}
