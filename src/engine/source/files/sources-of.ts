import type { FileSource } from '../source';

/** Splits a `src` attribute into URLs, at blanks and commas; a `data:` URL may contain commas. */
export function sourcesOf(src: FileSource | readonly FileSource[]): readonly FileSource[] {
  if (typeof src === 'string')
    return src
      .trim()
      .split(/^\s*data:/i.test(src) ? /\s+/ : /[\s,]+/)
      .filter((url) => url !== '');
  return Array.isArray(src) ? (src as readonly FileSource[]).filter((file) => file !== '') : [src as FileSource];
}
