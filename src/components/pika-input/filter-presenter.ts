import {
  html,
  nothing,
  type PropertyValues,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import {
  PikaError,
  pageEngine,
  type Bounds,
  type Category,
  type ColumnFilter,
  type FilterLabels,
  type FilterValues,
  type PlotSelection,
} from '../../engine/index';
import { LocaleController } from '../controllers/locale-controller';
import { listOf, SelectionNamesController } from '../controllers/selection-names-controller';
import type { AttributeUse } from '../controllers/attribute-controller';
import { errorPanel } from '../error-panel';
import { intervalControl, sliderControl } from './bounds-controls';
import { FilterHistogram, OPEN } from './filter-histogram';
import { checkKind, kindFor, wantsLabels, type FilterKind } from './filter-kind';
import { readBounds, readLabels, writeBounds, writeLabels, writtenValue, type FilterValue } from './filter-value';
import { checkboxControl, selectControl, type LabelsContext } from './label-controls';
import { SearchControl } from './search-control';

/** The properties that determine what is filtered. */
const ASKED: readonly PropertyKey[] = ['from', 'column', 'type', 'selection', 'filterBy', 'timeZone'];

/** The attributes that a control uses, besides those of every filter. */
const ATTRIBUTES_OF: Readonly<Record<FilterKind, readonly string[]>> = {
  interval: [],
  range: [],
  date: [],
  checkbox: [],
  select: ['placeholder', 'sort', 'multiple'],
  search: ['placeholder', 'sort'],
};
/** The properties that say which values are filtered: what is selected of others is gone. */
const FILTERED: readonly PropertyKey[] = ['from', 'column'];
const NOTHING: PlotSelection = { from: '', clause: null, ranges: [] };
const PARAMETER_ATTRIBUTES: readonly string[] = ['name', 'min', 'max', 'step', 'options'];

/** The element: what the author wrote. */
export interface FilterElement extends ReactiveControllerHost, HTMLElement {
  readonly isUpdatePending: boolean;
  readonly renderRoot: DocumentFragment | HTMLElement;
  readonly from: string | null;
  readonly column: string | null;
  readonly type: string | null;
  readonly label: string | null;
  readonly selection: string | null;
  readonly filterBy: string | null;
  readonly timeZone: string | null;
  readonly sort: string | null;
  readonly placeholder: string | null;
  readonly multiple: boolean;
  /** The value that the page assigned before this code loaded; undefined for none. */
  readonly value: unknown;
  /** The attribute `value`. */
  readonly text: string | null;
}

export interface FilterListener {
  readonly selected: (selection: PlotSelection & { readonly value: FilterValue }) => void;
  readonly failed: (error: PikaError) => void;
  /** The attributes that have no effect may be others than before. */
  readonly remarked: () => void;
}

/** What a filter shows: its control, and errors. Holds the engine's filter while the element is on the page. */
export class FilterPresenter implements ReactiveController {
  readonly #host: FilterElement;
  readonly #listener: FilterListener;
  readonly #locale: LocaleController;
  readonly #names: SelectionNamesController;
  readonly #histogram: FilterHistogram;
  readonly #search: SearchControl;
  #filter: ColumnFilter | null = null;
  #dispose: (() => void) | null = null;
  #column: FilterLabels | FilterValues | null = null;
  #kind: FilterKind | null = null;
  #entries: readonly Category[] = [];
  #codes: ReadonlyMap<Category, number> = new Map();
  #counts: Float64Array = new Float64Array();
  #selection: PlotSelection = NOTHING;
  /** Whether the column that the author wrote is the one that is loaded. */
  #isCurrent = false;
  #error: PikaError | null = null;
  /** A value to select once the column is loaded; undefined for none. */
  #wanted: unknown;

  constructor(host: FilterElement, listener: FilterListener) {
    this.#host = host;
    this.#listener = listener;
    const { value, text } = host;
    this.#wanted = value === undefined && text !== null ? writtenValue(text) : value;
    this.#names = new SelectionNamesController(
      host,
      () => ({ selection: host.selection, from: host.from, filterBy: host.filterBy }),
      () => listener.remarked(),
    );
    this.#locale = new LocaleController(
      host,
      () => host.from?.trim() || null,
      () => this.#ask(),
    );
    this.#histogram = new FilterHistogram(() => host.renderRoot, {
      boundsOf: ({ ranges: [range] }) =>
        range && this.#column?.kind === 'values' ? this.#column.boundsOf(range) : OPEN,
      selected: (selection, isNew) => this.#selected(selection, isNew),
      failed: (error) => this.#fail(error),
    });
    this.#search = new SearchControl(
      () => host.renderRoot,
      () => host.requestUpdate(),
    );
    host.addController(this);
    void this.#attach();
  }

  /** What is selected, as JSON: see {@link FilterValue}. */
  get value(): FilterValue {
    if (this.#wanted !== undefined) return this.#wanted as FilterValue;
    const [kind, column] = [this.#kind, this.#column];
    if (!kind || !column) return null;
    return column.kind === 'labels'
      ? writeLabels(kind, [...this.#chosen])
      : writeBounds(kind, column, this.#bounds(column));
  }

  set value(value: unknown) {
    // A framework that binds the value assigns what it has just read.
    if (JSON.stringify(value ?? null) === JSON.stringify(this.value)) return;
    this.#wanted = value ?? null;
    this.#selectWanted();
  }

  hostConnected(): void {
    void this.#attach();
  }

  hostDisconnected(): void {
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#detach();
    });
  }

  /** From now on, the element sets a parameter. */
  end(): null {
    for (const controller of [this, this.#locale, this.#names]) {
      this.#host.removeController(controller);
      if (controller !== this) controller.hostDisconnected();
    }
    this.#detach();
    return null;
  }

  /** Which attributes have an effect depends on the control. */
  attributeUse(known: readonly string[]): AttributeUse {
    const kind = this.#kind;
    const used = ['from', 'column', 'type', 'value', 'label', 'selection', 'filter-by', 'time-zone'];
    const ofKind = kind === null ? known : ATTRIBUTES_OF[kind];
    const without = known.filter((name) => !used.includes(name) && !ofKind.includes(name));
    const because = (name: string): string =>
      PARAMETER_ATTRIBUTES.includes(name) ? 'without a name' : `with type="${kind}"`;
    return {
      known,
      unused: Object.fromEntries(without.map((name) => [name, because(name)])),
      remarks: this.#names.remarks,
    };
  }

  changed(changed: PropertyValues): void {
    if (changed.has('text')) this.value = this.#host.text === null ? null : writtenValue(this.#host.text);
    if (FILTERED.some((name) => changed.has(name))) this.#forget();
    if (ASKED.some((name) => changed.has(name))) this.#ask();
    else if (changed.has('sort')) this.#list();
    void this.#host.updateComplete.then(() => this.#selectWanted());
  }

  template(notes: readonly string[]): TemplateResult {
    const note = notes.length > 0 ? html`<small part="note">${notes.join(' ')}</small>` : nothing;
    return html`${this.#error ? errorPanel(this.#error) : this.#control()}${note}`;
  }

  #control(): TemplateResult {
    const column = this.#column;
    if (!column || !this.#kind) return html`<label part="label"><span>${this.#label}</span></label>`;
    return column.kind === 'labels' ? this.#labelsControl(this.#kind, column) : this.#boundsControl(this.#kind, column);
  }

  #boundsControl(kind: FilterKind, values: FilterValues): TemplateResult {
    const { from, column, selection, filterBy, timeZone } = this.#host;
    const label = this.#label;
    const histogram =
      kind === 'date'
        ? null
        : this.#histogram.template({
            ...{ from: from!.trim(), column: column!, selection, filterBy, timeZone, label },
            isBrushed: kind === 'interval',
          });
    const select = (bounds: Bounds): void => this.#selectBounds(bounds);
    const context = { label, values, bounds: this.#bounds(values), histogram, select };
    return kind === 'range'
      ? sliderControl(context)
      : intervalControl(context, kind === 'date' ? 'date' : values.field);
  }

  #labelsControl(kind: FilterKind, labels: FilterLabels): TemplateResult {
    const { placeholder, multiple } = this.#host;
    const context: LabelsContext = {
      label: this.#label,
      labels,
      entries: this.#entries,
      countOf: (label) => this.#counts[this.#codes.get(label) ?? -1] ?? 0,
      chosen: this.#chosen,
      isMultiple: multiple,
      placeholder,
      select: (chosen) => this.#selectLabels(chosen),
    };
    if (kind === 'checkbox') return checkboxControl(context);
    return kind === 'search' ? this.#search.template(context) : selectControl(context);
  }

  get #label(): string {
    return this.#host.label ?? this.#host.column?.trim() ?? '';
  }

  get #chosen(): ReadonlySet<Category> {
    return new Set(this.#selection.ranges.flatMap(({ labels = [] }) => labels));
  }

  #bounds(values: FilterValues): Bounds {
    if (this.#kind !== 'date') return this.#histogram.bounds;
    const [range] = this.#selection.ranges;
    return range ? values.boundsOf(range) : OPEN;
  }

  async #attach(): Promise<void> {
    if (this.#dispose || !this.#host.isConnected) return;
    let detached = false;
    this.#dispose = () => (detached = true);
    const { filter, dispose } = await pageEngine().createFilter({
      loaded: (column) => this.#loaded(column),
      counted: (counts) => {
        this.#counts = counts;
        this.#host.requestUpdate();
      },
      selected: (selection) => this.#selected(selection),
      failed: (error) => this.#fail(error),
    });
    if (detached) return dispose();
    this.#filter = filter;
    this.#dispose = dispose;
    this.#ask();
  }

  /** Keeps the value for the time when the element is on the page again. Its histogram leaves with it. */
  #detach(): void {
    if (this.value !== null) this.#wanted = this.value;
    this.#dispose?.();
    this.#dispose = null;
    this.#filter = null;
    this.#forget();
    this.#column = null;
    this.#host.requestUpdate();
  }

  #forget(): void {
    this.#histogram.forget();
    this.#selection = NOTHING;
  }

  #ask(): void {
    if (!this.#dispose) return;
    const { from, column, type, selection, filterBy, timeZone } = this.#host;
    const name = from?.trim();
    this.#isCurrent = false;
    try {
      checkKind(type);
      if (!name) throw missingFrom();
    } catch (thrown) {
      return this.#fail(PikaError.from(thrown));
    }
    this.#setError(null);
    const filters = listOf(filterBy);
    const { lang, timeZone: inherited } = this.#locale.read();
    const own = selection?.trim() || name;
    void this.#filter?.update({
      from: name,
      column: column ?? '',
      selection: own,
      filterBy: filters.length > 0 ? filters : [own],
      wantsLabels: wantsLabels(type),
      lang,
      timeZone: timeZone?.trim() || inherited,
    });
  }

  #loaded(column: FilterLabels | FilterValues): void {
    const before = this.#kind;
    try {
      this.#kind = kindFor(column, this.#host.type);
    } catch (thrown) {
      return this.#fail(PikaError.from(thrown));
    }
    this.#setError(null);
    this.#column = column;
    this.#isCurrent = true;
    if (before !== null && before !== this.#kind) this.#clear();
    this.#listener.remarked();
    if (column.kind === 'labels') {
      this.#codes = new Map(column.labels.map((label, code) => [label, code]));
      this.#counts = column.counts;
    }
    this.#list();
    this.#host.requestUpdate();
    // The next rendering adds the histogram.
    void this.#host.updateComplete.then(() => this.#selectWanted());
  }

  /** Another control has a clause of its own. */
  #clear(): void {
    this.#filter?.selectBounds(OPEN);
    this.#filter?.selectLabels([]);
    this.#forget();
  }

  /** Puts the entries of the list in order. */
  #list(): void {
    const column = this.#column;
    if (column?.kind !== 'labels') return;
    const order = this.#host.sort === 'label' ? [...column.labels.keys()] : column.byCount;
    const known = order.map((code) => column.labels[code]!);
    this.#entries = [...known, ...[...this.#chosen].filter((label) => !this.#codes.has(label))];
    this.#host.requestUpdate();
  }

  #selectWanted(): void {
    const [column, wanted] = [this.#column, this.#wanted];
    if (wanted === undefined || !column || !this.#kind || !this.#filter) return;
    // The column is about to be another one.
    if (!this.#isCurrent || this.#host.isUpdatePending) return;
    this.#wanted = undefined;
    try {
      if (column.kind === 'labels') this.#selectLabels(readLabels(wanted, this.#kind), false);
      else this.#selectBounds(readBounds(wanted, this.#kind, column), false);
    } catch (thrown) {
      this.#fail(PikaError.from(thrown));
    }
  }

  #selectLabels(labels: Iterable<Category>, isByUser = true): void {
    this.#filter?.selectLabels(labels);
    this.#followFilter(isByUser);
  }

  /** The histogram's brush holds the clause, except for whole days, which a brush would cut. */
  #selectBounds(bounds: Bounds, isByUser = true): void {
    if (this.#kind === 'date') {
      this.#filter?.selectBounds(bounds);
      this.#followFilter(isByUser);
    } else {
      this.#histogram.select(bounds, isByUser);
      this.#host.requestUpdate();
    }
  }

  /** While its rows are loaded anew, the filter reports what it selects once they are. */
  #followFilter(isByUser: boolean): void {
    if (this.#filter?.isLoaded) this.#selected(this.#filter.selected, isByUser);
  }

  #selected(selection: PlotSelection, isAnnounced = true): void {
    this.#selection = selection;
    this.#list();
    this.#host.requestUpdate();
    if (isAnnounced) this.#listener.selected({ ...selection, value: this.value });
  }

  #fail(error: PikaError): void {
    this.#setError(error);
    this.#listener.failed(error);
  }

  #setError(error: PikaError | null): void {
    if (error === this.#error) return;
    this.#error = error;
    this.#host.requestUpdate();
  }
}

function missingFrom(): PikaError {
  return new PikaError('spec/missing-from', {
    subject: '<pika-input column="…">',
    expected: 'an attribute from="…" naming a <pika-query>',
    found: 'none',
    next: 'Write for example <pika-input from="flights" column="delay">.',
  });
}
