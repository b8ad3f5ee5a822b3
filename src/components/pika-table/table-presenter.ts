import { html, nothing, type PropertyValues, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { pageEngine, type PikaError, type Table, type TableSort, type TableWindow } from '../../engine/index';
import { FollowerController, type Following } from '../controllers/follower-controller';
import { LocaleController } from '../controllers/locale-controller';
import { filtersOf } from '../controllers/selection-names-controller';
import { errorPanel } from '../error-panel';
import type { Presenter } from '../late-element';
import { missingFrom } from '../missing-from';
import type { HistogramQuery } from './head-row';
import { TableView } from './table-view';

/** Debounces announcements: screen readers would otherwise read numbers throughout a brush move. */
const ANNOUNCE_AFTER_MS = 300;
/** The properties that determine the rows and their texts. */
const ASKED: readonly PropertyKey[] = ['from', 'columns', 'sort', 'formats', 'timeZone', 'filterBy'];

/** The element: what the author wrote. */
export interface TableElement extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: DocumentFragment | HTMLElement;
  readonly from: string | null;
  readonly columns: string | null;
  readonly sort: string | null;
  readonly formats: string | null;
  readonly timeZone: string | null;
  readonly filterBy: string | null;
  readonly histograms: boolean;
}

export interface TableListener {
  readonly sorted: (sort: TableSort | null) => void;
  readonly ready: (rows: number) => void;
  readonly failed: (error: PikaError) => void;
}

interface Counts {
  readonly rowCount: number;
  readonly of: number;
}

/** What a table element shows: grid, number of rows, and errors. Holds the engine's table while it is on the page. */
export class TablePresenter implements Presenter {
  readonly #host: TableElement;
  readonly #listener: TableListener;
  readonly #locale: LocaleController;
  /** Null until the element is rendered. */
  #table: FollowerController<Table> | null = null;
  #view: TableView | null = null;
  #counts: Counts | null = null;
  #error: PikaError | null = null;
  #announced = '';
  #isReady = false;
  #announcing: ReturnType<typeof setTimeout> | undefined;

  constructor(host: TableElement, listener: TableListener) {
    this.#host = host;
    this.#listener = listener;
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
        aria-label=${`Rows of ${this.#host.from ?? 'a query'}`}
        aria-readonly="true"
        ?hidden=${error !== null}
      ></div>
      <div class="status" part="status">${counts && !error ? countsText(counts) : '\u00a0'}</div>
      ${notes.length > 0 ? html`<small part="note">${notes.join(' ')}</small>` : nothing}
      <span class="words" role="status">${this.#announced}</span>`;
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
      histograms: () => this.#histograms(),
    });
    this.#table = new FollowerController(this.#host, () => this.#create(), {
      created: () => this.#ask(),
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
    const filters = filtersOf(this.#host.filterBy, from.trim());
    return { from: from.trim(), selection: filters[0]!, filterBy: filters.join(' ') };
  }

  async #create(): Promise<Following<Table>> {
    const { table, dispose } = await pageEngine().createTable({
      loaded: (columns, rowCount) => {
        this.#isReady = false;
        this.#view?.load(columns, rowCount);
      },
      shown: (window) => this.#show(window),
      progress: () => undefined,
      failed: (error) => this.#fail(error),
    });
    return [table, dispose];
  }

  #ask(): void {
    const { from, columns, formats, sort, filterBy } = this.#host;
    const name = from?.trim();
    if (!name) return this.#fail(missingFrom('<pika-table>', '<pika-table from="flights">'));
    this.#setError(null);
    const { lang, timeZone } = this.#locale.read();
    void this.#table?.follower?.update({
      from: name,
      filterBy: filtersOf(filterBy, name),
      columns,
      formats,
      sort,
      lang,
      timeZone: this.#host.timeZone?.trim() || timeZone,
    });
  }

  #show(window: TableWindow): void {
    const { rowCount, of } = window;
    this.#setError(null);
    this.#view?.show(window);
    if (this.#counts?.rowCount !== rowCount || this.#counts.of !== of) {
      this.#counts = { rowCount, of };
      this.#host.requestUpdate();
    }
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => this.#announce(countsWords({ rowCount, of })), ANNOUNCE_AFTER_MS);
    if (this.#isReady || window.texts.every((texts) => texts === null)) return;
    this.#isReady = true;
    this.#listener.ready(of);
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

function countsText(counts: Counts): TemplateResult {
  const { rowCount, of } = counts;
  if (rowCount === of) return html`<strong>${of.toLocaleString('en')}</strong> ${of === 1 ? 'row' : 'rows'}`;
  return html`<strong>${rowCount.toLocaleString('en')}</strong> of ${of.toLocaleString('en')} rows`;
}

function countsWords({ rowCount, of }: Counts): string {
  const [shown, all] = [rowCount, of].map((count) => count.toLocaleString('en'));
  return rowCount === of ? `${all} ${of === 1 ? 'row' : 'rows'}` : `${shown} of ${all} rows`;
}
