import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { PageColorsController } from '../controllers/page-colors-controller';
import { OnDemand, PikaError, type PlotSelection } from '../../engine/index';
import { errorPanel, errorStyles } from '../error-panel';
import type { AttributeUse } from '../controllers/attribute-controller';
import { PikaElement } from '../pika-element';
import { choiceAmong, Choices } from './choices';
import type { FilterPresenter } from './filter-presenter';
import type { FilterValue } from './filter-value';
import { ATTRIBUTES_OF, clampedToRange, firstValue, isInputKind, type InputKind } from './input-value';
import { Parameter } from './parameter';
import { parameterControl } from './parameter-control';

const FILTERS = new OnDemand('the code of filters', () => import('./filter-parts'));
const REMARKS = new OnDemand('the code that reads attributes of inputs', () => import('./input-remarks'));

/** Controls whose value may be any text. */
const HOLDS_TEXT: readonly InputKind[] = ['text', 'select'];

/** Differs from every value. */
const NONE = Symbol();

/** Details of an input's events. */
export interface PikaInputEvents {
  'pika-input': { readonly name: string | null; readonly value: unknown };
  'pika-select': PlotSelection & { readonly value: FilterValue };
  'pika-error': PikaError;
}

/**
 * A control. With `column`, it filters: plots and tables of the query show the rows that the user chooses, live. The
 * control, in turn, counts only the rows that their brushes let pass.
 *
 * ```html
 * <pika-input from="flights" column="delay"></pika-input>
 * <pika-input from="flights" column="carrier" type="select"></pika-input>
 * ```
 *
 * With `name`, its value replaces `$name` in the SQL of every query without a parameter of that name. When it changes,
 * queries that use it, and queries over those, run again; their plots keep the old picture until the new one is ready.
 *
 * ```html
 * <pika-input name="cut" type="range" min="0" max="60" value="15" label="Delay above, minutes"></pika-input>
 * <pika-query name="late" sql="SELECT * FROM flights WHERE delay > $cut"></pika-query>
 * ```
 *
 * @tag pika-input
 * @attr {string} name - the name in SQL, after a `$`
 * @attr {"range"|"number"|"text"|"date"|"checkbox"|"select"|"interval"|"search"} type - the control; default: `number`
 *   with a name, else the one that suits the column; `interval` suits numbers and times (two fields and a histogram to
 *   brush), `select` texts, `search` more than 20 different texts, `checkbox` booleans (only rows that are true). A
 *   filter may also be a `range` (a slider: rows up to its value) or a `date` (whole days, from and to). With a name,
 *   dates are TIMESTAMPs at midnight, UTC
 * @attr {string} value - the initial value; a range clamps it to `min` and `max`. The property is the current value:
 *   number, string, boolean, Date, or null, which is NULL. For a filter, JSON: the first and last value of an interval
 *   or of dates (`[10, null]`), the last one of a range, a list of labels, or whether a box is checked; null for all
 *   rows
 * @attr {string} label - text beside the control; default: the name, or the column
 * @attr {string|number} min - smallest number or date
 * @attr {string|number} max - largest number or date
 * @attr {string|number} step - step of numbers
 * @attr {array} options - select: the values to choose from, as JSON
 * @attr {string} from - the query to filter; for a select with a name, the query whose `column` holds the values to
 *   choose from
 * @attr {string} column - a column of `from`; for a filter, also a DuckDB expression
 * @attr {string} placeholder - select: a first entry, which means NULL, or all rows for a filter; number, text and
 *   search: shown in an empty field; default: none, or for a filter `All` and `Search`
 * @attr {string} selection - the selection that a filter writes to; default: its query's
 * @attr {string} filter-by - the selections that rows must pass before a filter counts them, separated by spaces;
 *   default: its own
 * @attr {string} time-zone - the zone of a filter's days and times: `utc`, `local` or a name such as `Europe/Vienna`;
 *   default: that of the query, or of the nearest ancestor, or UTC
 * @attr {"count"|"label"} sort - order of the labels of a filter: by their numbers of rows before any filter, the
 *   largest first, or as on axes; default: count
 * @attr {boolean} multiple - lets the user choose several labels in a select that filters
 * @cssprop {<color>} --pika-accent - color of the control
 * @csspart label - text and control; only the text in a filter with fields, a slider or a search
 * @csspart control - the control
 * @csspart histogram - the `<pika-plot>` of a filter
 * @csspart list - the labels of a search
 * @csspart clear - the button that ends a filter
 * @csspart note - a line about an attribute that has no effect or can't be read
 * @csspart error - the error panel
 * @fires {CustomEvent<{name: string, value: unknown}>} pika-input - the user chose another value: number, string,
 *   boolean, Date or null, or a value of the column
 * @fires {CustomEvent<PlotSelection>} pika-select - a filter selected other rows: `{ from, clause, ranges, value }`, as
 *   from a plot, with the value; `clause` is null for all rows
 * @fires {CustomEvent<PikaError>} pika-error - the input can't be used; the element shows why
 */
export class PikaInput extends PikaElement<PikaInputEvents> {
  static override properties = {
    name: { type: String, reflect: true },
    type: { type: String },
    label: { type: String },
    min: { type: String },
    max: { type: String },
    step: { type: String },
    options: { type: Array },
    from: { type: String },
    column: { type: String },
    placeholder: { type: String },
    selection: { type: String },
    filterBy: { type: String, attribute: 'filter-by' },
    timeZone: { type: String, attribute: 'time-zone' },
    sort: { type: String },
    multiple: { type: Boolean },
    text: { type: String, attribute: 'value' },
    choices: { state: true },
    error: { state: true },
  };

  static override styles = [
    errorStyles,
    css`
    :host {
      display: inline-block;
      /* JSX drops the white space between elements on lines of their own. */
      margin-inline-end: 8px;
      color: var(--_readable, inherit);
      font: calc(var(--pika-font-size, 11px) + 2px)/1.4 var(--pika-font, system-ui, sans-serif);
      font-variant-numeric: tabular-nums;
    }
    :host([hidden]) { display: none; }
    /* The same for all controls, and in pika-plot.css while the script loads. */
    label { display: inline-flex; align-items: center; gap: 8px; flex-wrap: wrap; min-height: 2em; }
    /* On a field's own background, the color of the text around it may be hard to read. */
    input, select {
      padding: 1px 6px;
      border: 1px solid color-mix(in srgb, currentcolor 55%, transparent);
      border-radius: min(4px, var(--pika-radius, 6px));
      background: var(--pika-background, field);
      color: var(--pika-strong, fieldtext);
      font: inherit;
      accent-color: var(--pika-accent, light-dark(#2f6fde, #6ea8ff));
    }
    input[type="range"] { padding: 0; border: 0; background: none; }
    :is(input, select):focus-visible {
      outline: 2px solid var(--pika-accent, light-dark(#2f6fde, #6ea8ff));
      outline-offset: 1px;
    }
    select { max-width: 24ch; }
    output { min-width: 4ch; text-align: end; unicode-bidi: plaintext; }
  `,
  ];

  declare name: string | null;
  declare type: string | null;
  declare label: string | null;
  declare min: string | null;
  declare max: string | null;
  declare step: string | null;
  declare options: readonly unknown[] | null;
  declare from: string | null;
  declare column: string | null;
  declare placeholder: string | null;
  declare selection: string | null;
  declare filterBy: string | null;
  declare timeZone: string | null;
  declare sort: string | null;
  declare multiple: boolean;
  /** The attribute `value`. */
  declare text: string | null;
  declare private choices: readonly unknown[];
  declare private error: PikaError | null;
  #value: unknown;
  /** The author's value, saved when another value is first chosen. */
  #authored: unknown = NONE;
  /** A restored value that waits until the choices of a select have loaded. */
  #restored: unknown = NONE;
  #filter: FilterPresenter | null = null;
  readonly #parameter = new Parameter(this, {
    failed: (error) => this.#fail(error),
    refused: () => this.#failUnsent(),
  });

  readonly #choices = new Choices({
    loaded: (choices) => this.#setChoices(choices),
    failed: (error) => this.#fail(error),
  });

  constructor() {
    super();
    new PageColorsController(this);
    Object.assign(this, {
      name: null,
      type: null,
      label: null,
      min: null,
      max: null,
      step: null,
      options: null,
      from: null,
      column: null,
      placeholder: null,
      selection: null,
      filterBy: null,
      timeZone: null,
      sort: null,
      multiple: false,
      text: null,
      choices: [],
      error: null,
    });
  }

  /**
   * The current value of `$name`, or what the filter selects. Text is read as in the attribute: some frameworks assign
   * that to the property.
   */
  get value(): unknown {
    if (this.#filter) return this.#filter.value;
    if (this.#isFilter) return this.#value;
    if (this.isConnected && typeof this.#value === 'string' && !HOLDS_TEXT.includes(this.kind))
      this.#value = firstValue(this.kind, this.#value, this);
    return this.#value;
  }

  set value(value: unknown) {
    this.#value = value;
    if (this.#filter) this.#filter.value = value;
    this.requestUpdate();
    if (!this.#isFilter) void this.#parameter.send();
  }

  /** The value that the user chose instead of the author's; undefined while the author's value is current. */
  get chosen(): unknown {
    if (this.#restored !== NONE) return this.#restored;
    const [now, authored] = [this.value, this.#authored].map((value) => (value instanceof Date ? +value : value));
    return this.#authored === NONE || Object.is(now, authored) ? undefined : this.value;
  }

  /**
   * Restores an earlier {@link chosen}, whose type must suit the control; undefined returns to the author's value. A
   * select waits until its choices have loaded, and ignores a value that is not among them.
   */
  restore(chosen: unknown): void {
    this.#restored = NONE;
    if (chosen === undefined) {
      if (this.#authored !== NONE) this.value = this.#authored;
    } else if (this.kind === 'select' && this.choices.length === 0) this.#restored = chosen;
    else {
      const wanted = this.kind === 'range' ? clampedToRange(chosen, this) : chosen;
      const value = this.kind === 'select' ? choiceAmong(this.choices, [wanted, this.value], false) : wanted;
      this.#keepAuthored();
      this.value = value;
    }
  }

  protected override joined(): void {
    // Before any query asks for it, so not in the first update.
    if (this.#isFilter) return;
    if (this.hasUpdated) this.#choices.follow(this.from, this.column);
    if (this.#value === undefined) this.#value = firstValue(this.kind, this.text, this);
    void this.#parameter.send();
  }

  protected override left(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.#release();
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('type') || changed.has('name') || changed.has('column')) this.attributeCheck.check();
    if (this.#isFilter) return this.#follow(changed);
    if (this.#filter) {
      this.#filter = this.#filter.end();
      this.#value = firstValue(this.kind, this.text, this);
    }
    if (changed.has('options') && this.options) this.#setChoices(this.options);
    if (changed.has('text') && this.hasUpdated) {
      this.value = firstValue(this.kind, this.text, this);
      if (this.choices.length > 0) this.#setChoices(this.choices);
    }
    if ((changed.has('min') || changed.has('max')) && this.hasUpdated && this.kind === 'range') {
      const value = clampedToRange(this.value, this);
      if (!Object.is(value, this.value)) this.value = value;
    }
    if ((changed.has('name') && this.hasUpdated) || this.isRefusalIn(changed)) void this.#parameter.send();
    if (changed.has('from') || changed.has('column')) this.#choices.follow(this.from, this.column);
  }

  /** With a column and no name, the input filters. */
  get #isFilter(): boolean {
    return this.column !== null && !this.name?.trim();
  }

  /** The code of filters loads with the first one. */
  #follow(changed: PropertyValues): void {
    if (this.#filter) return this.#filter.changed(changed);
    this.#release();
    this.#fail(null);
    FILTERS.load().then(
      ({ FilterPresenter, filterStyles }) => {
        if (this.#filter || !this.#isFilter) return;
        this.#filter = new FilterPresenter(this, {
          selected: (selection) => void this.fire('pika-select', selection),
          failed: (error) => void this.fire('pika-error', error),
          remarked: () => this.attributeCheck.check(),
        });
        this.wear([filterStyles]);
        this.requestUpdate();
      },
      (thrown: unknown) => this.#fail(PikaError.from(thrown)),
    );
  }

  protected override render(): TemplateResult {
    if (this.#filter) return this.#filter.template(this.notes);
    const { label, name, notes, error, value, choices, placeholder, min, max, step } = this;
    const shown = { kind: this.kind, value, choices, placeholder, min, max, step };
    const control = parameterControl(shown, (chosen) => this.#choose(chosen));
    const note = notes.length > 0 ? html`<small part="note">${notes.join(' ')}</small>` : nothing;
    const panel = error ? errorPanel(error) : nothing;
    return html`<label part="label"><span>${label ?? name}</span>${control}</label>${note}${panel}`;
  }

  protected override attributeUse(): AttributeUse {
    const { known } = super.attributeUse();
    if (this.#isFilter) return this.#filter?.attributeUse(known) ?? { known, unused: {} };
    const used = ['name', 'type', 'value', 'label', ...ATTRIBUTES_OF[this.kind]];
    return {
      known,
      unused: Object.fromEntries(
        known.filter((name) => !used.includes(name)).map((name) => [name, `with type="${this.kind}"`]),
      ),
      remarks: this.#remarks,
    };
  }

  /** None until the code for them is loaded, which then checks again. */
  get #remarks(): readonly string[] {
    if (!REMARKS.ifLoaded) {
      REMARKS.load().then(() => this.attributeCheck.check(), reportError);
      return [];
    }
    return REMARKS.loaded.inputRemarks({
      kind: this.kind,
      value: this.text,
      min: this.min,
      max: this.max,
      step: this.step,
      options: this.getAttribute('options'),
      placeholder: this.placeholder,
      choices: this.choices,
    });
  }

  /** The control that sets a parameter. */
  get kind(): InputKind {
    return isInputKind(this.type) ? this.type : 'number';
  }

  #keepAuthored(): void {
    if (this.#authored === NONE) this.#authored = this.value;
  }

  #choose(value: unknown): void {
    this.#keepAuthored();
    this.value = value;
    this.fire('pika-input', { name: this.name, value });
  }

  /** Shows why the value can't be sent, unless the input changes while the code for that loads. */
  #failUnsent(): void {
    const { name, type, value } = this;
    REMARKS.load().then(({ badInput }) => {
      const isSame = name === this.name && type === this.type && Object.is(value, this.value);
      if (isSame && this.isConnected && !this.#isFilter) this.#fail(badInput(name?.trim(), type));
    }, reportError);
  }

  #release(): void {
    this.#parameter.release();
    this.#choices.stop();
  }

  /**
   * Sets the options. A value that is not among them is replaced by the one that the author wrote, by the first, or by
   * NULL if there is an entry for it. It stays while there are none: they may be loading.
   */
  #setChoices(choices: readonly unknown[]): void {
    this.choices = choices;
    if (this.kind !== 'select') return;
    this.attributeCheck.check();
    const value = choiceAmong(choices, [this.#value, this.text], this.placeholder === null);
    if (!Object.is(value, this.#value)) this.value = value;
    if (this.#restored !== NONE && choices.length > 0) this.restore(this.#restored);
  }

  #fail(error: PikaError | null): void {
    if (this.error === error) return;
    this.error = error;
    if (error) this.fire('pika-error', error);
  }
}
