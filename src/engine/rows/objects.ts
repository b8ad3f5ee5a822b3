import { tableFromIPC, Type, type Column, type DataType, type Table } from '@uwdata/flechette';

/**
 * Arrow IPC bytes → plain objects, one a row. DATE and TIMESTAMPs are Dates (UTC, to the millisecond), DECIMALs numbers, lists arrays,
 * structs objects, maps Maps. Integers of 64 bits and more are numbers, unless one of the column is beyond 2⁵³: then all of the column are bigints.
 */
export function objectsOf(bytes: Uint8Array<ArrayBuffer>): Record<string, unknown>[] {
  const table = tableFromIPC(bytes, { useBigInt: true, useDate: true, useMap: true });
  let exact: Table | null = null;
  const columns = table.schema.fields.map(({ name, type }, i) => {
    if (isWideDecimal(type)) exact ??= tableFromIPC(bytes, { useDecimalInt: true });
    const column = (isWideDecimal(type) ? exact! : table).getChildAt(i) as Column<unknown>;
    return { name, values: valuesOf(column, type) };
  });
  const rows: Record<string, unknown>[] = [];
  for (let row = 0; row < table.numRows; row++) {
    const object: Record<string, unknown> = {};
    for (const { name, values } of columns) object[name] = values[row];
    rows.push(object);
  }
  return rows;
}

/** HUGEINT and its like come as decimals without a fraction. */
function isWideDecimal(type: DataType): boolean {
  return type.typeId === Type.Decimal && type.scale === 0;
}

const LISTS = new Set<number>([Type.List, Type.LargeList, Type.FixedSizeList, Type.ListView, Type.LargeListView]);

function valuesOf(column: Column<unknown>, type: DataType): ArrayLike<unknown> {
  const values = Array.from(column);
  // Lists of numbers come as typed arrays, cut out of shared memory.
  if (LISTS.has(type.typeId)) return values.map((value) => (value === null ? null : Array.from(value as Iterable<unknown>)));
  const wide = isWideDecimal(type) || (type.typeId === Type.Int && type.bitWidth === 64);
  if (!wide || values.some((value) => value !== null && !Number.isSafeInteger(Number(value)))) return values;
  return values.map((value) => (value === null ? null : Number(value)));
}

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** Arrow IPC bytes of strings only → CSV as in RFC 4180, with a header. NULL is nothing, the empty string `""`. */
export function csvOf(bytes: Uint8Array<ArrayBuffer>): string {
  const table = tableFromIPC(bytes);
  const columns = table.children.map((column) => Array.from(column as Iterable<unknown>));
  const lines = [table.schema.fields.map(({ name }) => csvCell(name)).join(',')];
  for (let row = 0; row < table.numRows; row++) lines.push(columns.map((values) => csvCell(values[row])).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return text === '' || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
