import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import {
  PikaError,
  type Bounds,
  type Category,
  type ColumnFilter,
  type FilterLabels,
  type FilterValues,
  type PlotSelection,
} from '../../engine/index';
import { MessagesController } from '../controllers/messages-controller';
import { INPUT_MESSAGES } from '../messages/english/input';
import { intervalControl, sliderControl } from './bounds-controls';
import { FilterHistogram, OPEN } from './filter-histogram';
import { kindFor, type FilterKind } from './filter-kind';
import { readBounds, readLabels, writeBounds, writeLabels, type FilterValue } from './filter-value';
import { checkboxControl, selectControl, type LabelsContext } from './label-controls';
import { SearchControl } from './search-control';

const NOTHING: PlotSelection = { from: '', clause: null, ranges: [] };

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

export interface ControlListener {
  /** The user, or another view, selects other rows. */
  readonly selected: (selection: PlotSelection & { readonly value: FilterValue }) => void;
  readonly failed: (error: PikaError) => void;
}

/** The control of a filter: what it shows of the column that is loaded, and what it selects. */
export class FilterControl {
  readonly #host: FilterElement;
  readonly #filter: () => ColumnFilter | null;
  readonly #listener: ControlListener;
  readonly #histogram: FilterHistogram;
  readonly #search: SearchControl;
  readonly #messages: MessagesController<typeof INPUT_MESSAGES>;
  #column: FilterLabels | FilterValues | null = null;
  #kind: FilterKind | null = null;
  #entries: readonly Category[] = [];
  #codes: ReadonlyMap<Category, number> = new Map();
  #counts: Float64Array = new Float64Array();
  #selection: PlotSelection = NOTHING;
  /** Whether the column that is loaded is the one that the author wrote. */
  #isCurrent = false;
  /** A value to select once the column is loaded; undefined for none. */
  #wanted: unknown;
  /** Whether the author wrote it: a restored selection comes first. */
  #isAuthored = true;

  /**
   * @param filter the engine's filter; null while there is none
   * @param wanted the value to begin with; undefined for none
   */
  constructor(host: FilterElement, filter: () => ColumnFilter | null, listener: ControlListener, wanted: unknown) {
    this.#host = host;
    this.#filter = filter;
    this.#listener = listener;
    this.#wanted = wanted ?? undefined;
    this.#histogram = new FilterHistogram(() => host.renderRoot, {
      boundsOf: ({ ranges: [range] }) =>
        range && this.#column?.kind === 'values' ? this.#column.boundsOf(range) : OPEN,
      selected: (selection, isNew) => this.follow(selection, isNew),
      failed: listener.failed,
    });
    this.#messages = new MessagesController(host, 'input', INPUT_MESSAGES);
    this.#search = new SearchControl(
      () => host.renderRoot,
      this.#messages.say,
      () => host.requestUpdate(),
    );
  }

  /** Null until the column is loaded. */
  get kind(): FilterKind | null {
    return this.#kind;
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

  /** Selects a value as soon as it can. */
  set value(value: unknown) {
    // A framework that binds the value assigns what it has just read.
    if (JSON.stringify(value ?? null) === JSON.stringify(this.value)) return;
    // Before the column is loaded, nothing is selected that null could clear.
    this.#wanted = value ?? (this.#column ? null : undefined);
    this.#isAuthored = false;
    this.selectWanted();
  }

  /** The author wrote another column, or the same one is loaded again. */
  expect(): void {
    this.#isCurrent = false;
  }

  /**
   * Shows the column that the author wrote.
   * @throws PikaError `spec/bad-input` if its values don't suit the type of the control
   */
  load(column: FilterLabels | FilterValues): void {
    const before = this.#kind;
    this.#kind = kindFor(column, this.#host.type);
    this.#column = column;
    this.#isCurrent = true;
    if (before !== null && before !== this.#kind) this.#clear();
    if (column.kind === 'labels') {
      this.#codes = new Map(column.labels.map((label, code) => [label, code]));
      this.#counts = column.counts;
    }
    this.list();
    this.#host.requestUpdate();
    // The next rendering adds the histogram.
    void this.#host.updateComplete.then(() => this.selectWanted());
  }

  count(counts: Float64Array): void {
    this.#counts = counts;
    this.#host.requestUpdate();
  }

  /** The selection of the filter, or of its histogram, is another one. */
  follow(selection: PlotSelection, isAnnounced = true): void {
    this.#selection = selection;
    if (this.#isAuthored && selection.clause) this.#wanted = undefined;
    this.list();
    this.#host.requestUpdate();
    if (isAnnounced) this.#listener.selected({ ...selection, value: this.value });
  }

  /** What is selected is gone, with the values that it was about. */
  forget(): void {
    this.#histogram.forget();
    this.#selection = NOTHING;
  }

  /** Keeps the value until the element is on the page again. The histogram leaves with the element. */
  leave(): void {
    if (this.value !== null) this.#wanted = this.value;
    this.forget();
    this.#column = null;
    this.#host.requestUpdate();
  }

  /** The element filters no longer. */
  end(): void {
    this.#messages.end();
  }

  template(): TemplateResult {
    const column = this.#column;
    if (!column || !this.#kind) return html`<label part="label"><span>${this.#label}</span></label>`;
    return column.kind === 'labels' ? this.#labelsControl(this.#kind, column) : this.#boundsControl(this.#kind, column);
  }

  #boundsControl(kind: FilterKind, values: FilterValues): TemplateResult {
    const { from, column, selection, filterBy, timeZone } = this.#host;
    const label = this.#label;
    const { say } = this.#messages;
    const histogram =
      kind === 'date'
        ? null
        : this.#histogram.template({
            ...{ from: from!.trim(), column: column!, selection, filterBy, timeZone, label, say },
            isBrushed: kind === 'interval',
          });
    const select = (bounds: Bounds): void => this.#selectBounds(bounds);
    const context = { label, say, values, bounds: this.#bounds(values), histogram, select };
    return kind === 'range'
      ? sliderControl(context)
      : intervalControl(context, kind === 'date' ? 'date' : values.field);
  }

  #labelsControl(kind: FilterKind, labels: FilterLabels): TemplateResult {
    const { placeholder, multiple } = this.#host;
    const context: LabelsContext = {
      label: this.#label,
      say: this.#messages.say,
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

  /** Another control has a clause of its own. */
  #clear(): void {
    this.#filter()?.selectBounds(OPEN);
    this.#filter()?.selectLabels([]);
    this.forget();
  }

  /** Puts the entries of the list in order. */
  list(): void {
    const column = this.#column;
    if (column?.kind !== 'labels') return;
    const order = this.#host.sort === 'label' ? [...column.labels.keys()] : column.byCount;
    const known = order.map((code) => column.labels[code]!);
    this.#entries = [...known, ...[...this.#chosen].filter((label) => !this.#codes.has(label))];
    this.#host.requestUpdate();
  }

  /** Selects the value that is waiting, unless the column is about to be another one. */
  selectWanted(): void {
    const [column, wanted] = [this.#column, this.#wanted];
    if (wanted === undefined || !column || !this.#kind || !this.#filter()) return;
    if (!this.#isCurrent || this.#host.isUpdatePending) return;
    this.#wanted = undefined;
    this.#isAuthored = false;
    try {
      if (column.kind === 'labels') this.#selectLabels(readLabels(wanted, this.#kind), false);
      else this.#selectBounds(readBounds(wanted, this.#kind, column), false);
    } catch (thrown) {
      this.#listener.failed(PikaError.from(thrown));
    }
  }

  #selectLabels(labels: Iterable<Category>, isByUser = true): void {
    this.#filter()?.selectLabels(labels);
    this.#followFilter(isByUser);
  }

  /** The histogram's brush holds the clause, except for whole days, which a brush would cut. */
  #selectBounds(bounds: Bounds, isByUser = true): void {
    if (this.#kind === 'date') {
      this.#filter()?.selectBounds(bounds);
      this.#followFilter(isByUser);
    } else {
      this.#histogram.select(bounds, isByUser);
      this.#host.requestUpdate();
    }
  }

  /** While its rows are loaded anew, the filter reports what it selects once they are. */
  #followFilter(isByUser: boolean): void {
    const filter = this.#filter();
    if (filter?.isLoaded) this.follow(filter.selected, isByUser);
  }
}
