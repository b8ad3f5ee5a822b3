import { css, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { PikaError, pageEngine, type Selection, type SelectionClause, type SelectionJSON } from '../../engine/index';
import { errorPanel, errorStyles } from '../error-panel';
import { dropObjectText } from '../controllers/attribute-controller';
import { SelectionNamesController } from '../controllers/selection-names-controller';
import { PikaElement } from '../pika-element';

/** Details of a selection's events. */
export interface PikaSelectionEvents {
  'pika-select': SelectionJSON;
  'pika-error': PikaError;
}

/**
 * Names a selection and defines how its clauses filter rows. Without this element, the plots of a query share the
 * selection of the query's name, as a crossfilter. Use it for another mode, for plots of several queries, or to save
 * and restore what is selected.
 *
 * ```html
 * <pika-selection name="flights" mode="intersect"></pika-selection>
 * <pika-plot from="flights" … brush="x" selection="routes" filter-by="routes flights"></pika-plot>
 * ```
 * It shows nothing but errors.
 *
 * @tag pika-selection
 * @attr {string} name - the name that plots use in `selection` and `filter-by`
 * @attr {"crossfilter"|"intersect"|"union"|"single"} mode - crossfilter: rows must pass all clauses, but a plot's own
 *   clause does not filter it; intersect: it does; union: rows must pass at least one clause; single: only the latest
 *   clause is kept
 * @attr {array} value - the clauses, as JSON; the property is up to date, and restores an earlier value when assigned
 * @csspart error - the error panel
 * @fires {CustomEvent<SelectionJSON>} pika-select - the selection changed
 * @fires {CustomEvent<PikaError>} pika-error - the attributes or the value are invalid; the element shows why
 */
export class PikaSelection extends PikaElement<PikaSelectionEvents> {
  static override properties = {
    name: { type: String, reflect: true },
    mode: { type: String },
    written: { type: String, attribute: 'value' },
    error: { state: true },
  };

  static override styles = [
    errorStyles,
    css`
    :host { display: none; font: 13px/1.45 var(--pika-font, system-ui, sans-serif); }
    :host([data-failed]) { display: block; }
  `,
  ];

  declare name: string | null;
  declare mode: string | null;
  declare private written: string | null;
  declare private error: PikaError | null;
  /** What is wrong with the name or the mode, and with the value. */
  readonly #errors = new Map<'name' | 'value', PikaError>();
  #selection: Selection | null = null;
  /**
   * The value assigned before the element joined its selection, or together with a new name: frameworks set properties
   * first.
   */
  #early: readonly SelectionClause[] | null = null;
  #off: (() => void) | null = null;
  /** Set while another element holds the name. */
  #stopWaiting: (() => void) | null = null;

  constructor() {
    super();
    new SelectionNamesController(this, () => ({ declared: this.name }));
    Object.assign(this, { name: null, mode: null, written: null, error: null });
  }

  /** The clauses, as plain JSON; assign it to restore them, exact to the last bit. */
  get value(): readonly SelectionClause[] {
    return this.#selection?.clauses ?? this.#early ?? [];
  }

  set value(assigned: readonly SelectionClause[] | string | null | undefined) {
    // A framework assigned the attribute.
    if (typeof assigned === 'string') {
      this.written = assigned;
      return;
    }
    dropObjectText(this, 'value');
    const clauses = assigned ?? [];
    const selection = this.#selection;
    if (selection && selection.name === this.name?.trim()) this.#attempt('value', () => selection.restore(clauses));
    else this.#early = clauses;
  }

  /** The selected rows of a query, as a condition in DuckDB's SQL: `TRUE` when nothing is selected. */
  toSQL(from: string): string {
    return this.#selection?.toSQL(from) ?? 'TRUE';
  }

  toJSON(): SelectionJSON | null {
    return this.#selection?.toJSON() ?? null;
  }

  clear(): void {
    this.#early = null;
    this.#selection?.clear();
  }

  protected override joined(): void {
    if (this.hasUpdated) this.#join();
  }

  /** The clauses stay as long as their plots; the mode reverts to crossfilter. */
  protected override left(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.#leave();
    });
  }

  protected override updated(changed: PropertyValues): void {
    const isOther = changed.has('name') || changed.has('mode') || this.isRefusalIn(changed);
    const joined = isOther ? this.#join() : this.#selection !== null;
    if (joined && changed.has('written')) this.#restoreWritten();
  }

  /** The name is free now: starts as if the element had just been connected. */
  #begin(): void {
    if (this.#join()) this.#restoreWritten();
  }

  #restoreWritten(): void {
    const { written } = this;
    if (!written) return;
    this.#attempt('value', () => this.#selection?.restore(parseJson(written)));
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.error ? errorPanel(this.error) : nothing;
  }

  #join(): boolean {
    // Changes made while it is off the page take effect when it is back.
    if (!this.isConnected) return false;
    return this.#attempt('name', () => {
      const name = this.name?.trim();
      if (this.propertyError) throw this.propertyError;
      if (!name)
        throw new PikaError('spec/bad-selection', {
          subject: '<pika-selection>',
          expected: 'an attribute name="…"',
          found: 'none',
          next: 'Write the name that plots use in selection or filter-by; by default that is the name of their query.',
        });
      if (this.#selection?.name !== name) this.#leave();
      const selection = (this.#selection = this.#hold(name));
      this.#off ??= selection.onChange(() => {
        this.#show('value', null);
        this.fire('pika-select', selection.toJSON());
      });
      selection.mode = this.mode?.trim() ?? 'crossfilter';
      const early = this.#early;
      this.#early = null;
      if (early) this.#attempt('value', () => selection.restore(early));
    });
  }

  #hold(name: string): Selection {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    try {
      return pageEngine().claimSelection(name, this);
    } catch (thrown) {
      this.#leave();
      this.#stopWaiting = pageEngine().onReleased('selection', name, () => this.#begin());
      throw thrown;
    }
  }

  #leave(): void {
    this.#off?.();
    this.#off = null;
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    if (this.#selection) pageEngine().releaseSelection(this.#selection.name, this);
    this.#selection = null;
  }

  /** Returns whether `work` succeeded; shows an error. */
  #attempt(part: 'name' | 'value', work: () => void): boolean {
    this.#show(part, null);
    try {
      work();
      return true;
    } catch (thrown) {
      const error = PikaError.from(thrown, '<pika-selection>');
      this.#show(part, error);
      this.fire('pika-error', error);
      return false;
    }
  }

  #show(part: 'name' | 'value', error: PikaError | null): void {
    if (error) this.#errors.set(part, error);
    else this.#errors.delete(part);
    this.error = this.#errors.get('name') ?? this.#errors.get('value') ?? null;
    this.toggleAttribute('data-failed', this.error !== null);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new PikaError('spec/bad-selection', {
      subject: 'value of <pika-selection>',
      expected: 'JSON',
      found: (thrown as Error).message,
      next: 'Assign an earlier value, or write one in the form that JSON.stringify gives it.',
    });
  }
}
