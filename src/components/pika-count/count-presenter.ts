import { html, nothing, type PropertyValues, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { pageEngine, type Counting, type PikaError, type RowCount } from '../../engine/index';
import type { AttributeUse } from '../controllers/attribute-controller';
import { FollowerController, type Following } from '../controllers/follower-controller';
import { LocaleController } from '../controllers/locale-controller';
import { MessagesController } from '../controllers/messages-controller';
import { filtersOf, SelectionNamesController } from '../controllers/selection-names-controller';
import { errorPanel } from '../error-panel';
import type { Presenter } from '../late-element';
import { COUNT_MESSAGES } from '../messages/english/count';
import { missingFrom } from '../missing-from';
import { isFigure, labelOf } from './count-label';
import { isSame, numberOf, rowsOf, wordsOf, type Shown } from './count-texts';

/** Debounces announcements: screen readers would otherwise read numbers throughout a brush move. */
const ANNOUNCE_AFTER_MS = 200;
/** The properties that determine the numbers and their texts. */
const ASKED: readonly PropertyKey[] = ['from', 'aggregate', 'compare', 'format', 'timeZone', 'filterBy'];

/** The element, with its attributes as the author wrote them. */
export interface CountElement extends ReactiveControllerHost, HTMLElement {
  readonly from: string | null;
  readonly aggregate: string | null;
  readonly compare: string | null;
  readonly format: string | null;
  readonly label: string | null;
  readonly timeZone: string | null;
  readonly filterBy: string | null;
  readonly propertyError: PikaError | null;
}

export interface CountListener {
  readonly counted: (counting: Counting) => void;
  readonly failed: (error: PikaError) => void;
  /** Other attributes may be without effect now. */
  readonly remarked: () => void;
}

/** Renders a count. Holds the engine's count while the element is on the page. */
export class CountPresenter implements Presenter {
  readonly #host: CountElement;
  readonly #listener: CountListener;
  readonly #messages: MessagesController<typeof COUNT_MESSAGES>;
  readonly #names: SelectionNamesController;
  readonly #locale: LocaleController;
  readonly #count: FollowerController<RowCount>;
  #shown: Shown | null = null;
  #error: PikaError | null = null;
  #announced = '';
  #announcing: ReturnType<typeof setTimeout> | undefined;

  constructor(host: CountElement, listener: CountListener) {
    this.#host = host;
    this.#listener = listener;
    this.#messages = new MessagesController(host, 'count', COUNT_MESSAGES, () => {
      if (this.#shown) this.#announce(this.#shown);
      host.requestUpdate();
    });
    this.#names = new SelectionNamesController(
      host,
      () => ({ filterBy: host.filterBy }),
      () => listener.remarked(),
    );
    this.#locale = new LocaleController(
      host,
      () => host.from?.trim() || null,
      () => this.ask(),
    );
    this.#count = new FollowerController(host, () => this.#create(), { created: () => this.ask() });
  }

  /** Null while there are no numbers. */
  get value(): Counting | null {
    return this.#error ? null : (this.#shown?.counting ?? null);
  }

  /** Whether there are numbers or an error to show; until then, the element shows a placeholder. */
  get isDrawn(): boolean {
    return this.#error !== null || this.#shown !== null;
  }

  get attributeUse(): Pick<AttributeUse, 'unused' | 'remarks'> {
    const unused = {
      ...(this.#host.aggregate === null && { 'time-zone': 'without aggregate' }),
      ...(this.#shown?.texts.isComparable === false && { compare: 'with values that are not numbers' }),
    };
    return { unused, remarks: this.#names.remarks };
  }

  /** The element has left the page. */
  left(): void {
    clearTimeout(this.#announcing);
  }

  changed(changed: PropertyValues): void {
    if (ASKED.some((property) => changed.has(property))) this.ask();
  }

  template(notes: readonly string[]): TemplateResult {
    if (this.#error) return errorPanel(this.#error);
    const shown = this.#shown!;
    const note = notes.length > 0 ? html`<small part="note">${notes.join(' ')}</small>` : nothing;
    const text = isFigure(this.#host)
      ? numberOf(shown, this.#messages, labelOf(this.#host, shown.texts.title))
      : rowsOf(shown, this.#messages);
    return html`<span aria-hidden="true">${text}</span>
      <span class="words" role="status">${this.#announced}</span>${note}`;
  }

  /** Requests the count that the attributes describe, or shows what is wrong with them. */
  ask(): void {
    const host = this.#host;
    const name = host.from?.trim();
    if (host.propertyError) return this.#fail(host.propertyError);
    if (!name) {
      const found = host.hasAttribute('for') ? `for="${host.getAttribute('for')}"` : 'none';
      return this.#fail(missingFrom('<pika-count>', '<pika-count from="flights">', found));
    }
    this.#setError(null);
    const { lang, timeZone } = this.#locale.read();
    void this.#count.follower?.update({
      from: name,
      filterBy: filtersOf(host.filterBy, name),
      aggregate: host.aggregate,
      compare: host.compare?.trim() || null,
      format: host.format?.trim() || null,
      lang,
      timeZone: host.timeZone?.trim() || timeZone,
    });
  }

  async #create(): Promise<Following<RowCount>> {
    const { count, dispose } = await pageEngine().createCount({
      counted: (counting, texts) => this.#show({ counting, texts }),
      failed: (error) => this.#fail(error),
    });
    return [count, dispose];
  }

  #show(shown: Shown): void {
    const before = this.#shown;
    this.#shown = shown;
    this.#setError(null);
    if (before?.texts.isComparable !== shown.texts.isComparable) this.#listener.remarked();
    if (!before || !isSame(before.counting, shown.counting)) this.#listener.counted(shown.counting);
    this.#announce(shown);
  }

  #announce(shown: Shown): void {
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => {
      this.#announced = wordsOf(shown, this.#messages, this.#host.label);
      this.#host.requestUpdate();
    }, ANNOUNCE_AFTER_MS);
  }

  #fail(error: PikaError): void {
    this.#setError(error);
    this.#listener.failed(error);
  }

  #setError(error: PikaError | null): void {
    this.#error = error;
    this.#host.requestUpdate();
  }
}
