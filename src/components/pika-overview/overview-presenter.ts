import { html, nothing, type PropertyValues, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { PikaError, pageEngine, type Overview, type PlotSelection, type TableColumn } from '../../engine/index';
import { FollowerController, type Following } from '../controllers/follower-controller';
import { MessagesController } from '../controllers/messages-controller';
import { SelectionNamesController } from '../controllers/selection-names-controller';
import { element } from '../element';
import { errorPanel } from '../error-panel';
import type { Presenter } from '../late-element';
import { OVERVIEW_MESSAGES } from '../messages/english/overview';
import { missingFrom } from '../missing-from';
import { ColumnCard, type CardQuery } from './column-card';
import { NearCards } from './near-cards';

/** The element: what the author wrote. */
export interface OverviewElement extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: DocumentFragment | HTMLElement;
  readonly from: string | null;
  readonly columns: string | null;
  readonly selection: string | null;
  readonly filterBy: string | null;
}

export interface OverviewListener {
  readonly ready: (columns: number) => void;
  readonly selected: (selection: PlotSelection) => void;
  readonly failed: (error: PikaError) => void;
}

interface Loaded {
  readonly columns: readonly TableColumn[];
  readonly rowCount: number;
}

/**
 * What an overview shows: a card for each column, and errors. Holds the engine's overview while the element is on the
 * page.
 */
export class OverviewPresenter implements Presenter {
  readonly #host: OverviewElement;
  readonly #listener: OverviewListener;
  readonly #messages: MessagesController<typeof OVERVIEW_MESSAGES>;
  readonly #near = new NearCards((came, left) => this.#moved(came, left));
  readonly #grid = element('div', 'cards', { role: 'list', part: 'cards' });
  /** By their elements, in the order of the columns. */
  #cards: ReadonlyMap<Element, ColumnCard> = new Map();
  readonly #overview: FollowerController<Overview>;
  #loaded: Loaded | null = null;
  #error: PikaError | null = null;
  /** The overview shows its remarks: the plots of the cards hide theirs. */
  readonly #names: SelectionNamesController;
  /** Whether the cards in sight were drawn once since the columns changed. */
  #isReady = false;

  constructor(host: OverviewElement, listener: OverviewListener) {
    this.#host = host;
    this.#listener = listener;
    this.#messages = new MessagesController(host, 'overview', OVERVIEW_MESSAGES, () => {
      host.requestUpdate();
      for (const card of this.#cards.values()) card.restate();
    });
    this.#names = new SelectionNamesController(
      host,
      () => ({ selection: host.selection, from: host.from, filterBy: host.filterBy }),
      () => host.requestUpdate(),
    );
    this.#overview = new FollowerController(host, () => this.#create(), {
      created: () => this.#ask(),
      disposed: () => {
        this.#near.watch([]);
        for (const card of this.#cards.values()) card.near(false);
      },
    });
  }

  changed(changed: PropertyValues): void {
    if (changed.has('from') || changed.has('columns')) this.#ask();
    else if (this.#loaded && (changed.has('selection') || changed.has('filterBy'))) this.#show(this.#loaded);
  }

  template(notes: readonly string[]): TemplateResult {
    const error = this.#error;
    const remarks = [...notes, ...this.#names.remarks];
    return html`${error ? errorPanel(error) : nothing}
      ${error ? nothing : html`<div class="status" part="status">${this.#status()}</div>`}
      <div ?hidden=${error !== null}>${this.#grid}</div>
      ${remarks.length > 0 ? html`<small part="note">${remarks.join(' ')}</small>` : nothing}`;
  }

  #status(): TemplateResult | string {
    // The user may have to choose a file first.
    if (!this.#loaded)
      return pageEngine().queryState(this.#host.from ?? '').status === 'loading' ? this.#messages.say('loading') : '';
    const { from, filterBy } = this.#query(this.#loaded);
    const { length } = this.#loaded.columns;
    const columns = this.#messages.say(length === 0 ? 'noColumns' : 'columns', { count: length });
    const stop = (event: Event): void => event.stopPropagation();
    return html`<span>${columns}</span>
      <pika-count .from=${from} .filterBy=${filterBy} @pika-count=${stop} @pika-error=${stop}></pika-count>`;
  }

  async #create(): Promise<Following<Overview>> {
    const { overview, dispose } = await pageEngine().createOverview({
      loaded: (columns, rowCount) => this.#show({ columns, rowCount }),
      failed: (error) => this.#fail(error),
    });
    return [overview, dispose];
  }

  #ask(): void {
    const from = this.#host.from?.trim();
    if (from) {
      this.#setError(null);
      void this.#overview.follower?.update({ from, columns: this.#host.columns });
    } else {
      this.#forget();
      this.#fail(missingFrom('<pika-overview>', '<pika-overview from="flights">'));
    }
  }

  /** No query: its columns are gone. */
  #forget(): void {
    this.#loaded = null;
    this.#cards = new Map();
    this.#near.watch([]);
    this.#grid.replaceChildren();
  }

  #query({ rowCount }: Loaded): CardQuery {
    const from = this.#host.from?.trim() ?? '';
    const selection = this.#host.selection?.trim() || null;
    return { from, selection, filterBy: this.#host.filterBy?.trim() || (selection ?? from), hasRows: rowCount > 0 };
  }

  /** Shows these columns. A card stays if its column does, with its plot and selection. */
  #show(loaded: Loaded): void {
    this.#setError(null);
    const query = this.#query(loaded);
    const listener = { changed: () => this.#drawn(), selected: this.#listener.selected, say: this.#messages.say };
    const before = [...this.#cards.values()];
    const cards = loaded.columns.map((column) => {
      const kept = before.findIndex((card) => card.shows(column));
      const [card] = kept < 0 ? [new ColumnCard(column, query, listener)] : before.splice(kept, 1);
      card!.update(column, query);
      return card!;
    });
    const elements = cards.map((card) => card.element);
    this.#cards = new Map(cards.map((card) => [card.element, card]));
    if (elements.length !== this.#grid.childElementCount || elements.some((one, i) => one !== this.#grid.children[i])) {
      this.#grid.replaceChildren(...elements);
      this.#isReady = false;
    }
    this.#loaded = loaded;
    this.#host.requestUpdate();
    for (const card of cards) if (card.isNear) void this.#read(card);
    // Watching reports each of them again.
    this.#near.watch(elements);
  }

  #moved(came: readonly Element[], left: readonly Element[]): void {
    for (const card of this.#cardsOf(left)) if (card.isNear && !card.isInUse) card.near(false);
    for (const card of this.#cardsOf(came)) {
      if (card.isNear) continue;
      card.near(true);
      void this.#read(card);
    }
    this.#drawn();
  }

  #cardsOf(elements: readonly Element[]): readonly ColumnCard[] {
    return elements.flatMap((one) => this.#cards.get(one) ?? []);
  }

  async #read(card: ColumnCard): Promise<void> {
    const index = [...this.#cards.values()].indexOf(card);
    try {
      const facts = (await this.#overview.follower?.facts(index, card.reading)) ?? null;
      if (facts && this.#cards.has(card.element)) card.tell(facts);
    } catch (thrown) {
      card.tell(PikaError.from(thrown));
    }
  }

  #drawn(): void {
    const { inSight } = this.#near;
    if (!this.#loaded || !inSight || !this.#cardsOf([...inSight]).every((card) => card.isDrawn)) return;
    this.#near.readAhead();
    if (this.#isReady) return;
    this.#isReady = true;
    this.#listener.ready(this.#loaded.columns.length);
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
