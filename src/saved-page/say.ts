import type { PageData } from './page-data';

let format: Intl.NumberFormat | null = null;

/** Says words with their values; numbers as the language of the page writes them. */
export function say({ lang }: PageData, words: string, values: Readonly<Record<string, string | number>>): string {
  return words.replace(/\{(\w+)\}/g, (braces, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? numberIn(lang, value) : (value ?? braces);
  });
}

function numberIn(lang: string, value: number): string {
  try {
    format ??= new Intl.NumberFormat(lang || 'en');
  } catch {
    format = new Intl.NumberFormat('en');
  }
  return format.format(value);
}
