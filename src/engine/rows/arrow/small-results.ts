import { tableFromIPC } from '@uwdata/flechette';

/** Small results are decoded where they are needed; large ones go to the rows worker. */
export function countOf(bytes: Uint8Array): number {
  return Number(tableFromIPC(bytes).getChildAt(0).at(0));
}

/** The strings of a result with one row. */
export function rowOfTexts(bytes: Uint8Array): (string | null)[] {
  return tableFromIPC(bytes).children.map((column) => column.at(0) as string | null);
}

/** The result of DESCRIBE: names and types, in order. */
export function describedFields(bytes: Uint8Array): { readonly name: string; readonly sqlType: string }[] {
  const table = tableFromIPC(bytes);
  const [names, types] = [table.getChild('column_name'), table.getChild('column_type')];
  return Array.from({ length: table.numRows }, (_, row) => ({
    name: String(names.at(row)),
    sqlType: String(types.at(row)),
  }));
}

/** The result of EXPLAIN (FORMAT json): the names of the operators, from last to first. */
export function operatorsOf(bytes: Uint8Array): string[] {
  interface Operator {
    readonly name: string;
    readonly children: readonly Operator[];
  }
  const namesOf = ({ name, children }: Operator): string[] => [name.trim(), ...children.flatMap(namesOf)];
  return (JSON.parse(String(tableFromIPC(bytes).getChild('explain_value').at(0))) as Operator[]).flatMap(namesOf);
}

/** The strings of the first column. */
export function textsOf(bytes: Uint8Array): string[] {
  return Array.from(tableFromIPC(bytes).getChildAt(0), String);
}

/** The result of DESCRIBE: the type of each column, in DuckDB's spelling. */
export function typesOfDescription(bytes: Uint8Array): string[] {
  return Array.from(tableFromIPC(bytes).getChild('column_type'), String);
}
