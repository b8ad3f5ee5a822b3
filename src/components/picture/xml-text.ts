/** What XML 1.0 can't hold, not even escaped: control characters, lone surrogates, U+FFFE and U+FFFF. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** A text as an XML document can hold it. */
export function xmlText(text: string): string {
  return text.replace(FORBIDDEN, '');
}
