import { listNames, nearestNames, PikaError } from '../../engine/index';
import { ENGLISH_MESSAGES } from './english/index';
import type { AreaMessages, Message, Translations } from './message';

const KNOWN: Readonly<Record<string, AreaMessages>> = ENGLISH_MESSAGES;
const VALUES = /\{(\w+)\}/g;

/** By language, in lower case; areas by name. */
const byLanguage = new Map<string, Readonly<Record<string, AreaMessages>>>();
const rules = new Map<string, Intl.PluralRules>();

export const TRANSLATIONS: Translations = {
  find(lang, area, name, count) {
    for (let tag = lang.toLowerCase(); tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
      const messages = byLanguage.get(tag)?.[area];
      if (messages && Object.hasOwn(messages, name)) return formOf(messages[name]!, lang, count);
    }
    return null;
  },
};

/** Adds what is right among the messages. Returns what is wrong. */
export function addMessages(lang: unknown, messages: unknown): readonly PikaError[] {
  if (typeof lang !== 'string' || lang.trim() === '')
    return [wrong('language of setMessages', 'a tag such as "de"', lang)];
  if (!isRecord(messages)) return [wrong('messages of setMessages', 'messages by area and name', messages)];
  const tag = lang.trim().toLowerCase();
  const before = byLanguage.get(tag) ?? {};
  const errors: PikaError[] = [];
  const added = Object.entries(messages).map(([area, texts]) => {
    const right = Object.entries(isRecord(texts) ? texts : {}).filter((entry): entry is [string, Message] => {
      const error = messageError(area, ...entry);
      if (error) errors.push(error);
      return error === null;
    });
    const error = areaError(area, texts);
    if (error) errors.push(error);
    return [area, { ...before[area], ...Object.fromEntries(right) }] as const;
  });
  byLanguage.set(tag, { ...before, ...Object.fromEntries(added) });
  return errors;
}

function areaError(area: string, texts: unknown): PikaError | null {
  if (!Object.hasOwn(KNOWN, area)) return unknown('area of setMessages', area, Object.keys(KNOWN));
  return isRecord(texts) ? null : wrong(`${area} of setMessages`, 'messages by their names', texts);
}

function messageError(area: string, name: string, message: unknown): PikaError | null {
  const english = Object.hasOwn(KNOWN, area) ? KNOWN[area]! : null;
  if (!english) return null;
  const subject = `message ${area}.${name} of setMessages`;
  if (!Object.hasOwn(english, name)) return unknown(subject, name, Object.keys(english));
  if (!isMessage(message)) return wrong(subject, 'a text, or plural forms with "other"', message);
  const values = valuesIn(english[name]!);
  const other = valuesIn(message).find((value) => !values.includes(value));
  return other === undefined ? null : unknown(`value in braces of ${subject}`, other, values);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMessage(value: unknown): value is Message {
  if (typeof value === 'string') return true;
  return isRecord(value) && 'other' in value && Object.values(value).every((form) => typeof form === 'string');
}

/** The names of the values of a message. */
function valuesIn(message: Message): readonly string[] {
  const forms: readonly string[] = typeof message === 'string' ? [message] : Object.values({ ...message });
  return [...new Set(forms.flatMap((form) => [...form.matchAll(VALUES)].map(([, name]) => name!)))];
}

function formOf(message: Message, lang: string, count: unknown): string {
  if (typeof message === 'string') return message;
  return message[pluralRules(lang).select(typeof count === 'number' ? count : NaN)] ?? message.other;
}

function pluralRules(lang: string): Intl.PluralRules {
  const found = rules.get(lang) ?? madeRules(lang);
  rules.set(lang, found);
  return found;
}

/** English for a language that the browser does not know. */
function madeRules(lang: string): Intl.PluralRules {
  try {
    return new Intl.PluralRules(lang);
  } catch {
    return new Intl.PluralRules('en');
  }
}

function unknown(subject: string, found: string, names: readonly string[]): PikaError {
  const near = nearestNames(found, names);
  const expected = names.length > 0 ? `one of ${listNames(names)}` : 'no values';
  const next = near.length > 0 ? `Did you mean ${listNames(near)}?` : 'See the list in the guide to languages.';
  return new PikaError('spec/bad-messages', { subject, expected, found: `"${found}"`, next });
}

function wrong(subject: string, expected: string, found: unknown): PikaError {
  const next = "Write for example setMessages('de', { table: { noRows: 'Keine Zeilen' } }).";
  return new PikaError('spec/bad-messages', { subject, expected, found: `a value of type ${typeof found}`, next });
}
