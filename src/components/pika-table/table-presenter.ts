import { html, nothing, type PropertyValues, type ReactiveControllerHost, type TemplateResult } from 'lit';
import {
  pageEngine,
  type KeyValue,
  type PikaError,
  type PlotSelection,
  type RowsChange,
  type Table,
  type TableSort,
  type TableWindow,
} from '../../engine/index';
import { FollowerController, type Following } from '../controllers/follower-controller';
import { LocaleController } from '../controllers/locale-controller';
import { MessagesController } from '../controllers/messages-controller';
import { filtersOf } from '../controllers/selection-names-controller';
import { errorPanel } from '../error-panel';
import type { Presenter } from '../late-element';
import { TABLE_MESSAGES } from '../messages/english/table';
import { missingFrom } from '../missing-from';
import { copySelected } from './copy-selected';
import type { HistogramQuery } from './head-row';
import { TableView } from './table-view';

/** Debounces announcements: screen readers would otherwise read numbers throughout a brush move. */
const ANNOUNCE_AFTER_MS = 300;
/** The properties that determine the rows and their texts. */
const ASKED: readonly PropertyKey[] = [
  'from',
  'columns',
  'sort',
  'formats',
  'timeZone',
  'filterBy',
  'selection',
  'rowKey',
];

/** The element: what the author wrote. */
export interface TableElement extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: DocumentFragment | HTMLElement;
  readonly from: string | null;
  readonly columns: string | null;
  readonly sort: string | null;
  readonly formats: string | null;
  readonly timeZone: string | null;
  readonly filterBy: string | null;
  readonly selection: string | null;
  readonly rowKey: string | null;
  readonly histograms: boolean;
}

export interface TableListener {
  readonly sorted: (sort: TableSort | null) => void;
  readonly ready: (rows: number) => void;
  readonly selected: (selection: PlotSelection) => void;
  readonly failed: (error: PikaError) => void;
}

interface Counts {
  readonly rowCount: number;
  readonly of: number;
  readonly selectedCount: number;
}

/** What a table element shows: grid, number of rows, and errors. Holds the engine's table while it is on the page. */
export class TablePresenter implements Presenter {
  readonly #host: TableElement;
  readonly #listener: TableListener;
  readonly #locale: LocaleController;
  readonly #messages: MessagesController<typeof TABLE_MESSAGES>;
  /** Null until the element is rendered. */
  #table: FollowerController<Table> | null = null;
  #view: TableView | null = null;
  #counts: Counts | null = null;
  #error: PikaError | null = null;
  #announced = '';
  /** What came of the last key or click, until the next; empty if rows were selected. */
  #outcome = '';
  #selectedKeys: readonly unknown[] | null = null;
  #isReady = false;
  #announcing: ReturnType<typeof setTimeout> | undefined;

  constructor(host: TableElement, listener: TableListener) {
    this.#host = host;
    this.#listener = listener;
    this.#messages = new MessagesController(host, 'table', TABLE_MESSAGES, () => {
      this.#outcome = '';
      if (this.#counts) this.#announced = this.#words(this.#counts);
      host.requestUpdate();
      this.#view?.restate();
    });
    this.#locale = new LocaleController(
      host,
      () => host.from?.trim() || null,
      () => this.#ask(),
    );
  }

  changed(changed: PropertyValues): void {
    if (!this.#view) this.#begin();
    else if (ASKED.some((name) => changed.has(name))) this.#ask();
    if (changed.has('histograms')) this.#view?.resize();
  }

  template(notes: readonly string[]): TemplateResult {
    const error = this.#error;
    const counts = this.#counts;
    return html`${error ? errorPanel(error) : nothing}
      <div
        class="grid ${this.#host.histograms ? 'tall' : ''}"
        part="grid"
        role="grid"
        tabindex="0"
        aria-label=${this.#messages.say('name', { query: this.#host.from ?? 'a query' })}
        aria-readonly="true"
        ?hidden=${error !== null}
      ></div>
      <div class="status" part="status">${counts && !error ? this.#status(counts) : '\u00a0'}</div>
      ${notes.length > 0 ? html`<small part="note">${notes.join(' ')}</small>` : nothing}
      <span class="words" role="status">${this.#announced}</span>`;
  }

  #status(counts: Counts): TemplateResult {
    const { selectedCount } = counts;
    const [name, values] = countsOf(counts);
    const strong = (text: string, value: string): TemplateResult | string =>
      name === 'rowsOf' && value === 'count' ? text : html`<strong>${text}</strong>`;
    const rows = this.#messages.parts(name, values, strong);
    const deselect = this.#messages.say('deselect');
    const selected = html`<span>· ${this.#messages.parts('selected', { count: selectedCount }, strong)}</span
      ><button part="clear" type="button" aria-label=${deselect} title=${deselect}
        @click=${() => this.#deselect()}>×</button>`;
    return html`<span>${rows}</span>${selectedCount > 0 ? selected : nothing}
      ${this.#outcome ? html`<span class="outcome">${this.#outcome}</span>` : nothing}`;
  }

  /** The button vanishes while it has the focus. */
  #deselect(): void {
    this.#host.renderRoot.querySelector<HTMLElement>('.grid')?.focus();
    void this.#select(null);
  }

  /** The keys of the selected rows. */
  get selectedKeys(): readonly KeyValue[] {
    return this.#table?.follower?.selectedKeys ?? ((this.#selectedKeys ?? []) as readonly KeyValue[]);
  }

  set selectedKeys(keys: readonly unknown[]) {
    this.#selectedKeys = keys;
    this.#table?.follower?.selectKeys(keys);
  }

  /** The styles of the page may have changed. */
  restyle(): void {
    this.#view?.restyle();
  }

  #begin(): void {
    const root = this.#host.renderRoot as ShadowRoot;
    this.#view = new TableView(root.querySelector<HTMLElement>('.grid')!, {
      show: (part) => this.#table?.follower?.show(part),
      sort: (sort) => {
        this.#table?.follower?.sortBy(sort);
        this.#listener.sorted(sort);
      },
      select: (change) => void this.#select(change),
      copyRows: () => void this.#copy(),
      say: (name, values) => this.#messages.say(name, values),
      histograms: () => this.#histograms(),
    });
    this.#table = new FollowerController(this.#host, () => this.#create(), {
      created: () => {
        const { follower } = this.#table!;
        if (this.#selectedKeys) follower?.selectKeys(this.#selectedKeys);
        this.#ask();
      },
      disposed: () => {
        clearTimeout(this.#announcing);
        // Those of a page that a framework hides must not filter another.
        this.#view?.removeHistograms();
      },
    });
  }

  #histograms(): HistogramQuery | null {
    const { from, histograms } = this.#host;
    if (!histograms || !from?.trim()) return null;
    const selection = this.#selectionOf(from.trim());
    return { from: from.trim(), selection, filterBy: filtersOf(this.#host.filterBy, selection).join(' ') };
  }

  /** The selection that rows and histograms contribute to. */
  #selectionOf(from: string): string {
    const { selection, filterBy } = this.#host;
    return selection?.trim() || filtersOf(filterBy, from)[0]!;
  }

  async #select(change: RowsChange | null): Promise<void> {
    const table = this.#table?.follower;
    if (!table) return;
    const outcome = await table.selectRows(change);
    if (outcome === 'too-many') this.#report(this.#messages.say('tooMany', { count: table.mostSelectedKeys }));
    else this.#report(outcome === 'no-key' ? this.#messages.say('noKey') : '');
  }

  async #copy(): Promise<void> {
    const [table, view] = [this.#table?.follower, this.#view];
    if (!table || !view) return;
    const failure = await copySelected(table, view.columnOrder);
    this.#report(
      failure === null ? this.#messages.say('copied') : this.#messages.say('notCopied', { reason: failure }),
    );
  }

  #report(outcome: string): void {
    this.#outcome = outcome;
    this.#host.requestUpdate();
    // Screen readers read equal words only once.
    if (outcome) this.#announce(outcome === this.#announced ? `${outcome}\u00a0` : outcome);
  }

  async #create(): Promise<Following<Table>> {
    const { table, dispose } = await pageEngine().createTable({
      loaded: (columns, rowCount) => {
        this.#isReady = false;
        this.#view?.load(columns, rowCount);
      },
      shown: (window) => this.#show(window),
      selected: (selection) => {
        this.#selectedKeys = this.#table?.follower?.selectedKeys ?? null;
        this.#listener.selected(selection);
      },
      progress: () => undefined,
      unselectable: (error) => {
        this.#report(error.message);
        this.#listener.failed(error);
      },
      failed: (error) => this.#fail(error),
    });
    return [table, dispose];
  }

  #ask(): void {
    const { from, columns, formats, sort, filterBy, rowKey } = this.#host;
    const name = from?.trim();
    if (!name) return this.#fail(missingFrom('<pika-table>', '<pika-table from="flights">'));
    this.#setError(null);
    const { lang, timeZone } = this.#locale.read();
    void this.#table?.follower?.update({
      from: name,
      selection: this.#selectionOf(name),
      filterBy: filtersOf(filterBy, this.#selectionOf(name)),
      key: rowKey,
      columns,
      formats,
      sort,
      lang,
      timeZone: this.#host.timeZone?.trim() || timeZone,
    });
  }

  #show(window: TableWindow): void {
    const { rowCount, of, selectedCount } = window;
    this.#setError(null);
    this.#view?.show(window);
    const before = this.#counts;
    if (before?.rowCount !== rowCount || before.of !== of || before.selectedCount !== selectedCount) {
      this.#counts = { rowCount, of, selectedCount };
      this.#host.requestUpdate();
    }
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(
      () => this.#announce(this.#words({ rowCount, of, selectedCount })),
      ANNOUNCE_AFTER_MS,
    );
    if (this.#isReady || window.texts.every((texts) => texts === null)) return;
    this.#isReady = true;
    this.#listener.ready(of);
  }

  #words(counts: Counts): string {
    const rows = this.#messages.say(...countsOf(counts));
    const { selectedCount } = counts;
    return selectedCount > 0 ? `${rows}, ${this.#messages.say('selected', { count: selectedCount })}` : rows;
  }

  #announce(words: string): void {
    if (words === this.#announced) return;
    this.#announced = words;
    this.#host.requestUpdate();
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

/** The message of these counts. Its value `count` decides the plural. */
function countsOf({ rowCount, of }: Counts): ['rows' | 'rowsOf', Readonly<Record<string, number>>] {
  return rowCount === of ? ['rows', { count: of }] : ['rowsOf', { shown: rowCount, count: of }];
}
