import type { CellTexts, Table } from '../../engine/index';

/** Rows that are copied at once. Several may share a key. */
const MOST_ROWS = 100_000;

/**
 * Copies the selected rows that are shown to the clipboard. Those out of sight are read first, which browsers wait for.
 * Returns why it could not; null if it did.
 *
 * @param columnOrder the numbers of the columns, from left to right
 */
export async function copySelected(table: Table, columnOrder: readonly number[]): Promise<string | null> {
  if (!navigator.clipboard) return 'the page is not served over HTTPS.';
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': selectedText(table, columnOrder) })]);
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

async function selectedText(table: Table, columnOrder: readonly number[]): Promise<Blob> {
  const read = await table.readSelected(MOST_ROWS);
  if (!read) throw new Error(`no selected row is shown, or more than ${MOST_ROWS.toLocaleString('en')}`);
  const names = columnOrder.map((column) => read.columns[column]!.name);
  const texts = columnOrder.map((column) => read.texts[column] ?? null);
  return new Blob([clipboardText(names, texts, read.rowCount)], { type: 'text/plain' });
}

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
