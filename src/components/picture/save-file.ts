/** Browsers may ask the user first, and read a download only then. */
const READS_AFTER_MS = 60_000;
const NOT_IN_NAMES = /[\p{Cc}\p{Cs}\\/:*?"<>|]+/gu;

/**
 * Hands a file to the browser to save.
 * @param name may be any text; the extension, with its point, is added if it is missing
 */
export function saveFile(blob: Blob, name: string, extension: string): void {
  const base = name.replace(NOT_IN_NAMES, ' ').trim() || 'plot';
  const file = base.toLowerCase().endsWith(extension) ? base : base + extension;
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), READS_AFTER_MS);
}
