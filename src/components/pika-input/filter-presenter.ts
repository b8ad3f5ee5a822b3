import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { PikaError, pageEngine, type ColumnFilter, type FilterLabels, type FilterValues } from '../../engine/index';
import type { AttributeUse } from '../controllers/attribute-controller';
import { FollowerController, type Following } from '../controllers/follower-controller';
import { LocaleController } from '../controllers/locale-controller';
import { filtersOf, SelectionNamesController } from '../controllers/selection-names-controller';
import { errorPanel } from '../error-panel';
import { missingFrom } from '../missing-from';
import { FilterControl, type ControlListener, type FilterElement } from './filter-control';
import { checkKind, wantsLabels, type FilterKind } from './filter-kind';
import { writtenValue, type FilterValue } from './filter-value';

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
const PARAMETER_ATTRIBUTES: readonly string[] = ['name', 'min', 'max', 'step', 'options'];

export interface FilterListener extends ControlListener {
  /** The attributes that have no effect may be others than before. */
  readonly remarked: () => void;
}

/** Shows the filter of an input, or why there is none. Holds the engine's filter while the element is on the page. */
export class FilterPresenter {
  readonly #host: FilterElement;
  readonly #listener: FilterListener;
  readonly #locale: LocaleController;
  readonly #names: SelectionNamesController;
  readonly #control: FilterControl;
  readonly #filter: FollowerController<ColumnFilter>;
  #error: PikaError | null = null;

  constructor(host: FilterElement, listener: FilterListener) {
    this.#host = host;
    this.#listener = listener;
    const { value, text } = host;
    const wanted = value === undefined && text !== null ? writtenValue(text) : value;
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
    this.#control = new FilterControl(
      host,
      () => this.#filter.follower,
      { selected: listener.selected, failed: (error) => this.#fail(error) },
      wanted,
    );
    this.#filter = new FollowerController(host, () => this.#create(), {
      created: () => this.#ask(),
      disposed: () => this.#control.leave(),
    });
  }

  get value(): FilterValue {
    return this.#control.value;
  }

  set value(value: unknown) {
    this.#control.value = value;
  }

  /** From now on, the element sets a parameter. */
  end(): null {
    for (const controller of [this.#locale, this.#names]) {
      this.#host.removeController(controller);
      controller.hostDisconnected();
    }
    this.#filter.end();
    this.#control.end();
    return null;
  }

  /** Which attributes have an effect depends on the control. */
  attributeUse(known: readonly string[]): AttributeUse {
    const { kind } = this.#control;
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
    if (FILTERED.some((name) => changed.has(name))) this.#control.forget();
    if (ASKED.some((name) => changed.has(name))) this.#ask();
    else if (changed.has('sort')) this.#control.list();
    void this.#host.updateComplete.then(() => this.#control.selectWanted());
  }

  template(notes: readonly string[]): TemplateResult {
    const note = notes.length > 0 ? html`<small part="note">${notes.join(' ')}</small>` : nothing;
    return html`${this.#error ? errorPanel(this.#error) : this.#control.template()}${note}`;
  }

  async #create(): Promise<Following<ColumnFilter>> {
    const { filter, dispose } = await pageEngine().createFilter({
      loaded: (column) => this.#loaded(column),
      counted: (counts) => this.#control.count(counts),
      selected: (selection) => this.#control.follow(selection),
      failed: (error) => this.#fail(error),
    });
    return [filter, dispose];
  }

  #ask(): void {
    const filter = this.#filter.follower;
    if (!filter) return;
    const { from, column, type, selection, filterBy, timeZone } = this.#host;
    const name = from?.trim();
    this.#control.expect();
    try {
      checkKind(type);
      if (!name) throw missingFrom('<pika-input column="…">', '<pika-input from="flights" column="delay">');
    } catch (thrown) {
      return this.#fail(PikaError.from(thrown));
    }
    this.#setError(null);
    const { lang, timeZone: inherited } = this.#locale.read();
    const own = selection?.trim() || name;
    void filter.update({
      from: name,
      column: column ?? '',
      selection: own,
      filterBy: filtersOf(filterBy, own),
      wantsLabels: wantsLabels(type),
      lang,
      timeZone: timeZone?.trim() || inherited,
    });
  }

  #loaded(column: FilterLabels | FilterValues): void {
    try {
      this.#control.load(column);
    } catch (thrown) {
      return this.#fail(PikaError.from(thrown));
    }
    this.#setError(null);
    this.#listener.remarked();
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
