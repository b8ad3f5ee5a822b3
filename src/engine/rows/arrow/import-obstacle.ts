import { Type, type DataType, type Field } from '@uwdata/flechette';

/** Why DuckDB cannot import a column of this type in any form, e.g. `a Union`; null if it can. */
export function importObstacle(type: DataType): string | null {
  switch (type.typeId) {
    case Type.Union:
      return 'a Union';
    case Type.ListView:
    case Type.LargeListView:
      return 'a ListView';
    case Type.Dictionary:
      return importObstacle(type.dictionary);
    case Type.Struct:
      if (fieldsOf(type).length === 0) return 'a struct without fields';
  }
  return (
    fieldsOf(type)
      .map((field) => importObstacle(field.type))
      .find((found) => found !== null) ?? null
  );
}

function fieldsOf(type: DataType): readonly Field[] {
  return 'children' in type && Array.isArray(type.children) ? (type.children as Field[]) : [];
}
