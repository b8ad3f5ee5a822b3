import { html, nothing, render, type TemplateResult } from 'lit';
import {
  PikaError,
  type ColumnFacts,
  type PlotAttributes,
  type PlotSelection,
  type TableColumn,
} from '../../engine/index';
import { columnPlot, typeWord, type ColumnPlotShape } from '../column-plot';
import type { Say } from '../controllers/messages-controller';
import { element } from '../element';
import type { OVERVIEW_MESSAGES } from '../messages/english/overview';
import type { PikaPlot } from '../pika-plot/pika-plot';

const SHAPE: ColumnPlotShape = { bins: 40, labels: 6, bars: 'horizontal' };
/** The codes of errors of columns that no plot can show. */
const NO_PLOT: readonly string[] = ['rows/unsupported-type', 'rows/unreadable-column'];

/** What the plots of all cards share. */
export interface CardQuery {
  readonly from: string;
  readonly selection: string | null;
  readonly filterBy: string | null;
  /** Whether the query has rows. */
  readonly hasRows: boolean;
}

export interface CardListener {
  /** The card is drawn, or can't be. */
  readonly changed: () => void;
  readonly selected: (selection: PlotSelection) => void;
  readonly say: SayOfOverview;
}

type SayOfOverview = Say<typeof OVERVIEW_MESSAGES>;

/** One column: its name and type, a plot while the card is near the window, and facts about its values. */
export class ColumnCard {
  readonly element = element('div', 'card', { role: 'listitem', part: 'card' });
  readonly #listener: CardListener;
  #query: CardQuery;
  #column: TableColumn;
  #isNear = false;
  #reading = new AbortController();
  /** Null until the column is read; an error if it can't be. */
  #facts: ColumnFacts | PikaError | null = null;
  /** Whether the plot is painted, or can't be. */
  #isPainted = false;

  constructor(column: TableColumn, query: CardQuery, listener: CardListener) {
    this.#column = column;
    this.#query = query;
    this.#listener = listener;
    const painted = (event: Event): void => {
      // The overview fires one for all cards.
      if (event.type === 'pika-ready') event.stopPropagation();
      this.#isPainted = true;
      this.#listener.changed();
    };
    this.element.addEventListener('pika-select', (event) => {
      event.stopPropagation();
      this.#listener.selected(event.detail as PlotSelection);
    });
    this.element.addEventListener('pika-ready', painted);
    this.element.addEventListener('pika-error', painted);
    for (const type of ['pika-view', 'pika-hover'])
      this.element.addEventListener(type, (event) => event.stopPropagation());
    this.#render();
  }

  /** Whether this is the card of that column, even if the rows are others. */
  shows({ name, expression }: TableColumn): boolean {
    return name === this.#column.name && expression === this.#column.expression;
  }

  get isNear(): boolean {
    return this.#isNear;
  }

  /** Whether the card shows all that it will show. */
  get isDrawn(): boolean {
    return this.#facts !== null && (this.#isPainted || this.#plot === null);
  }

  /** Whether a selection or the focus would be lost with its plot. */
  get isInUse(): boolean {
    const plot = this.element.querySelector<PikaPlot>('pika-plot');
    const root = this.element.getRootNode() as ShadowRoot;
    return plot !== null && (Boolean(plot.selected?.clause) || root.activeElement === plot);
  }

  /** Aborts when the card leaves. */
  get reading(): AbortSignal {
    return this.#reading.signal;
  }

  near(isNear: boolean): void {
    this.#isNear = isNear;
    if (!isNear) this.#reading.abort();
    else if (this.#reading.signal.aborted) this.#reading = new AbortController();
    this.#isPainted &&= isNear;
    this.#render();
  }

  /** Call it when the query or its rows changed. The facts stay until the column is read again. */
  update(column: TableColumn, query: CardQuery): void {
    if (column.sqlType !== this.#column.sqlType) this.#facts = null;
    this.#column = column;
    this.#query = query;
    this.#render();
  }

  /** The words of the page are in another language. */
  restate(): void {
    this.#render();
  }

  tell(facts: ColumnFacts | PikaError): void {
    this.#facts = facts;
    this.#render();
    this.#listener.changed();
  }

  /** The attributes of its plot; null without one. */
  get #plot(): PlotAttributes | null {
    const facts = this.#facts;
    if (!this.#isNear || !this.#query.hasRows || isUnplottable(facts)) return null;
    const kind = (facts instanceof PikaError ? null : facts?.kind) ?? this.#column.kind;
    if (kind === null || kind === 'other') return null;
    // There may be too many labels, which only reading shows.
    if (kind === 'text' && facts === null) return null;
    return columnPlot(this.#column, kind, SHAPE);
  }

  #render(): void {
    const { name, sqlType, expression, kind: known } = this.#column;
    const { say } = this.#listener;
    const facts = this.#facts instanceof PikaError ? null : this.#facts;
    const kind = known ?? facts?.kind ?? null;
    render(
      html`<div class="top">
          <span class="name" title=${name}>${name === '' ? html`<i>${say('noName')}</i>` : name}</span>
          <span class="type" title=${sqlType ?? expression}>${typeWord(sqlType, kind)}</span>
        </div>
        <div class="plot">${this.#content()}</div>
        <div class="facts">${facts ? factsText(facts, say) : nothing}</div>`,
      this.element,
    );
  }

  #content(): TemplateResult | typeof nothing {
    const { say } = this.#listener;
    if (!this.#query.hasRows) return html`<p class="reason">${say('noRows')}</p>`;
    if (isUnplottable(this.#facts)) return reason(this.#facts, this.#column, say);
    const plot = this.#plot;
    if (!plot) return nothing;
    const { from, selection, filterBy } = this.#query;
    return html`<pika-plot
      .from=${from}
      .selection=${selection}
      .filterBy=${filterBy}
      .mark=${plot.mark ?? null}
      .x=${plot.x ?? null}
      .y=${plot.y ?? null}
      .sort=${plot.sort ?? null}
      .limit=${plot.limit ?? null}
      .brush=${plot.brush ?? null}
      .pick=${plot.pick === ''}
      .label=${this.#column.name || say('withoutName')}
      .axes=${'labels'}
    ></pika-plot>`;
  }
}

function isUnplottable(facts: ColumnFacts | PikaError | null): facts is PikaError {
  return facts instanceof PikaError && NO_PLOT.includes(facts.code);
}

/** Why there is no plot. */
function reason({ code, detail }: PikaError, { kind }: TableColumn, say: SayOfOverview): TemplateResult {
  const isList = code === 'rows/unsupported-type' && kind !== 'text';
  const words = isList ? `Its values have no place on an axis. ${detail.next}` : `Found ${detail.found}.`;
  const why =
    kind === 'text' && code === 'rows/unsupported-type' ? `Too many distinct values: ${detail.found}.` : words;
  return html`<p class="reason"><strong>${say('noPlot')}</strong> ${why}</p>`;
}

/** The facts about all values, in words. */
function factsText({ kind, nulls, infinite, labels }: ColumnFacts, say: SayOfOverview): string {
  const more = (labels ?? 0) - SHAPE.labels;
  return [
    ...(more > 0 ? [say('more', { count: more })] : []),
    ...(labels === null || kind === 'boolean' ? [] : [say('distinct', { count: labels })]),
    ...(infinite > 0 ? [say('infinite', { count: infinite })] : []),
    nulls > 0 ? say('missing', { count: nulls }) : say('noneMissing'),
  ].join(' · ');
}
