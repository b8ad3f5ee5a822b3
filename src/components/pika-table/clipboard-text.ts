import type { CellTexts } from '../../engine/index';

/**
 * Rows for the clipboard as spreadsheets read them: names and values separated by tabs, rows by line ends. A text that
 * holds one of these is quoted; NULL is empty.
 * @param texts by column
 */
export function clipboardText(names: readonly string[], texts: readonly CellTexts[], rowCount: number): string {
  const rows = Array.from({ length: rowCount }, (_, row) => texts.map((column) => column?.[row] ?? ''));
  return [names, ...rows].map((values) => values.map(quoted).join('\t')).join('\n');
}

function quoted(text: string): string {
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
