import { OnDemand } from '../../engine/index';
import type { Messages } from './english/index';
import type { Message, Translations } from './message';

/** Messages of some areas in another language. What is left out stays English. */
export type TranslatedMessages = {
  readonly [Area in keyof Messages]?: { readonly [Name in keyof Messages[Area]]?: Message };
};

const TRANSLATIONS = new OnDemand('the code of translations', () => import('./translations'));
const listeners = new Set<() => void>();

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
  TRANSLATIONS.load().then(({ addMessages }) => {
    for (const error of addMessages(lang, messages)) reportError(error);
    for (const listener of listeners) listener();
  }, reportError);
}

/** Null until a page translates messages. */
export function translations(): Translations | null {
  return TRANSLATIONS.ifLoaded?.TRANSLATIONS ?? null;
}

/** Calls back when messages are translated. Returns the function that removes the listener. */
export function onMessages(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
