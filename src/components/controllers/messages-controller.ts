import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { englishForm, numberIn, piecesOf, type AreaMessages } from '../messages/message';
import { onMessages, translations, translationsVersion } from '../messages/set-messages';
import { langOf, onLocale } from './locale-controller';

/** Values of a message, by their names. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** Says the messages of one element; part of its {@link MessagesController}. */
export type Say<English extends AreaMessages> = (name: keyof English & string, values?: MessageValues) => string;

/** What an element shows in words, in the language of the nearest `lang`. Renders it again when that changes. */
export class MessagesController<English extends AreaMessages> implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #area: string;
  readonly #english: English;
  readonly #changed: () => void;
  #offs: readonly (() => void)[] = [];
  /** The language and the translations that the words shown are from; empty before the first. */
  #said = '';

  /**
   * @param area the name of the area, as in setMessages
   * @param changed renders the words again; default: the host does
   */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    area: string,
    english: English,
    changed: () => void = () => host.requestUpdate(),
  ) {
    this.#host = host;
    this.#area = area;
    this.#english = english;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#offs = [onLocale(this.#check), onMessages(this.#check)];
    // It may be in another place now.
    if (this.#said !== '') this.#check();
    this.#said = this.#saying;
  }

  hostDisconnected(): void {
    for (const off of this.#offs) off();
  }

  /** Stops following the host. */
  end(): void {
    this.#host.removeController(this);
    this.hostDisconnected();
  }

  get #saying(): string {
    return `${translationsVersion()} ${this.lang ?? ''}`;
  }

  readonly #check = (): void => {
    const before = this.#said;
    this.#said = this.#saying;
    if (this.#said !== before) this.#changed();
  };

  /** The language of the words; null is English. */
  get lang(): string | null {
    return langOf(this.#host);
  }

  /** A message with its values; numbers as the language writes them. */
  readonly say: Say<English> = (name, values = {}) => this.parts(name, values, (text) => text).join('');

  /** The same in pieces, with each value as `show` makes it from its text. */
  parts<Shown>(
    name: keyof English & string,
    values: MessageValues,
    show: (text: string, value: string) => Shown,
  ): readonly (string | Shown)[] {
    const { lang } = this;
    const { count } = values;
    const translated = lang === null ? null : translations()?.find(lang, this.#area, name, count);
    const shown = Object.entries(values).map(([key, value]) => [key, show(this.number(value), key)] as const);
    return piecesOf(translated ?? englishForm(this.#english[name]!, count), Object.fromEntries(shown));
  }

  /** A number as the language writes it; texts as they are. */
  number(value: string | number): string {
    return typeof value === 'number' ? numberIn(this.lang, value) : value;
  }
}
