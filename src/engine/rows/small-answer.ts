import { tableFromIPC } from '@uwdata/flechette';

/** Small answers are read where they are wanted; large ones go to the rows worker. */
export function countOf(bytes: Uint8Array): number {
  return Number(tableFromIPC(bytes).getChildAt(0).at(0));
}

/** The texts of the one row. */
export function rowOfTexts(bytes: Uint8Array): (string | null)[] {
  return tableFromIPC(bytes).children.map((column) => column.at(0) as string | null);
}

/** What DESCRIBE answers: names and types, in order. */
export function describedFields(bytes: Uint8Array): { readonly name: string; readonly sqlType: string }[] {
  const table = tableFromIPC(bytes);
  const [names, types] = [table.getChild('column_name'), table.getChild('column_type')];
  return Array.from({ length: table.numRows }, (_, row) => ({ name: String(names.at(row)), sqlType: String(types.at(row)) }));
}

/** What EXPLAIN (FORMAT json) answers: the names of the operators, from the last to the first. */
export function operatorsOf(bytes: Uint8Array): string[] {
  interface Operator { readonly name: string; readonly children: readonly Operator[] }
  const namesOf = ({ name, children }: Operator): string[] => [name.trim(), ...children.flatMap(namesOf)];
  return (JSON.parse(String(tableFromIPC(bytes).getChild('explain_value').at(0))) as Operator[]).flatMap(namesOf);
}

/** Texts of the first column. */
export function textsOf(bytes: Uint8Array): string[] {
  return Array.from(tableFromIPC(bytes).getChildAt(0), String);
}
