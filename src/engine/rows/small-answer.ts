import { tableFromIPC } from '@uwdata/flechette';

/** Small answers are read where they are wanted; large ones go to the rows worker. */
export function countOf(bytes: Uint8Array): number {
  return Number(tableFromIPC(bytes).getChildAt(0).at(0));
}

/** The one row of an answer of texts. */
export function textsOf(bytes: Uint8Array): (string | null)[] {
  return tableFromIPC(bytes).children.map((column) => column.at(0) as string | null);
}

/** What DESCRIBE answers: names and types, in order. */
export function describedFields(bytes: Uint8Array): { readonly name: string; readonly sqlType: string }[] {
  const table = tableFromIPC(bytes);
  const [names, types] = [table.getChild('column_name'), table.getChild('column_type')];
  return Array.from({ length: table.numRows }, (_, row) => ({ name: String(names.at(row)), sqlType: String(types.at(row)) }));
}
