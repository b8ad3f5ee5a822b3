/** A text with values in braces, such as `{count} selected`; in several forms if it depends on a number. */
export type Message = string | PluralForms;

/**
 * The forms of a message by its value `count`, as Intl.PluralRules names them. Languages differ in which they have; all
 * have `other`.
 */
export interface PluralForms {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** The messages of one element by their names. */
export type AreaMessages = Readonly<Record<string, Message>>;

/** What is loaded once a page translates messages. */
export interface Translations {
  /** The translated text for a count, with its values still in braces; null if there is none. */
  find(lang: string, area: string, name: string, count: unknown): string | null;
}

const VALUE = /\{(\w+)\}/;

/** The English form of a message for this count. */
export function englishForm(message: Message, count: unknown): string {
  if (typeof message === 'string') return message;
  return (count === 1 ? message.one : null) ?? message.other;
}

/** A text with its values: pieces of text and values in turn. A value that is missing leaves its braces. */
export function piecesOf<Value>(text: string, values: Readonly<Record<string, Value>>): readonly (string | Value)[] {
  // A pattern with one group: every second piece is the name of a value.
  return text.split(VALUE).map((piece, i) => (i % 2 === 0 ? piece : (values[piece] ?? `{${piece}}`)));
}

/** A number as a language writes it. English for a language that the browser does not know. */
export function numberIn(lang: string | null, value: number | bigint): string {
  try {
    return value.toLocaleString(lang ?? 'en');
  } catch {
    return value.toLocaleString('en');
  }
}
