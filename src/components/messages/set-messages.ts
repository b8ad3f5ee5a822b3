import { OnDemand } from '../../engine/index';
import type { Messages } from './english/index';
import type { Message, Translations } from './message';

/** Messages of some areas in another language. What is left out stays English. */
export type TranslatedMessages = {
  readonly [Area in keyof Messages]?: { readonly [Name in keyof Messages[Area]]?: Message };
};

const TRANSLATIONS = new OnDemand('the code of translations', () => import('./translations'));
const listeners = new Set<() => void>();
let version = 0;

/**
 * Translates what elements show: their buttons, states and counts. An element takes the messages of the nearest `lang`:
 * those for `de-AT`, else those for `de`, else English ones. Calls for one language add up. Errors and notes, which are
 * for authors of pages, stay English.
 *
 * ```js
 * setMessages('de', { table: { rows: { one: '{count} Zeile', other: '{count} Zeilen' } } });
 * ```
 *
 * Names and values that no message has are reported as errors of the page (`spec/bad-messages`); all others are used.
 * @param lang a tag of BCP 47
 */
export function setMessages(lang: string, messages: TranslatedMessages): void {
  // A server shows no elements.
  if (!('document' in globalThis)) return;
  TRANSLATIONS.load().then(({ addMessages }) => {
    version++;
    for (const error of addMessages(lang, messages)) reportError(error);
    for (const listener of listeners) listener();
  }, reportError);
}

/** Null until a page translates messages. */
export function translations(): Translations | null {
  return TRANSLATIONS.ifLoaded?.TRANSLATIONS ?? null;
}

/** Increases when messages are translated. */
export function translationsVersion(): number {
  return version;
}

/** Calls back when messages are translated. Returns the function that removes the listener. */
export function onMessages(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
