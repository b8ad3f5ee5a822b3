/** A parsed DuckDB type, for values that Arrow types do not distinguish: BLOB, BIT and BIGNUM. */
export type SqlType =
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'list'; readonly element: SqlType; /** `[]`, or `[3]`. */ readonly suffix: string }
  | { readonly kind: 'map'; readonly key: SqlType; readonly value: SqlType }
  /** Names as written, quotes included; empty for a row made by `row(1, 2)`. */
  | {
      readonly kind: 'struct' | 'union';
      readonly fields: readonly { readonly name: string; readonly type: SqlType }[];
    };

/** Parses a type as DESCRIBE writes it, e.g. `STRUCT(a INTEGER, "b c" DECIMAL(9,2)[])`. Null if it is no such text. */
export function parseSqlType(text: string): SqlType | null {
  const reader = new Reader(text);
  const type = reader.type();
  return type && reader.isAtEnd ? type : null;
}

/** The type with some of its parts replaced by VARCHAR, at any depth. */
export function withText(type: SqlType, isText: (part: SqlType) => boolean): SqlType {
  if (isText(type)) return { kind: 'plain', name: 'VARCHAR' };
  switch (type.kind) {
    case 'plain':
      return type;
    case 'list':
      return { ...type, element: withText(type.element, isText) };
    case 'map':
      return { ...type, key: withText(type.key, isText), value: withText(type.value, isText) };
    default:
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: withText(field.type, isText) })) };
  }
}

/** The names of all plain types in it, in order of appearance. */
export function plainTypes(type: SqlType | null): string[] {
  if (type === null) return [];
  switch (type.kind) {
    case 'plain':
      return [type.name];
    case 'list':
      return plainTypes(type.element);
    case 'map':
      return [...plainTypes(type.key), ...plainTypes(type.value)];
    default:
      return type.fields.flatMap((field) => plainTypes(field.type));
  }
}

/** The labels of an ENUM, in order; null for other types. */
export function enumLabels(name: string): string[] | null {
  if (!name.startsWith('ENUM(')) return null;
  return Array.from(name.matchAll(/'((?:[^']|'')*)'/g), ([, label]) => label!.replaceAll("''", "'"));
}

/** The type as SQL. */
export function sqlTypeText(type: SqlType): string {
  switch (type.kind) {
    case 'plain':
      return type.name;
    case 'list':
      return sqlTypeText(type.element) + type.suffix;
    case 'map':
      return `MAP(${sqlTypeText(type.key)}, ${sqlTypeText(type.value)})`;
    default:
      return `${type.kind.toUpperCase()}(${type.fields.map((field) => `${field.name} ${sqlTypeText(field.type)}`.trim()).join(', ')})`;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  type(): SqlType | null {
    let type = this.#unlisted();
    for (let suffix = this.#take(/\[\d*\]/y); type && suffix !== null; suffix = this.#take(/\[\d*\]/y))
      type = { kind: 'list', element: type, suffix };
    return type;
  }

  #unlisted(): SqlType | null {
    const nested = this.#take(/(?:STRUCT|UNION|MAP)\(/y);
    if (nested === 'MAP(') {
      const key = this.type();
      const value = this.#take(/, /y) === null ? null : this.type();
      return key && value && this.#take(/\)/y) !== null ? { kind: 'map', key, value } : null;
    }
    if (nested !== null) return this.#fields(nested === 'STRUCT(' ? 'struct' : 'union');
    // Labels of an ENUM may contain any character.
    const name = this.#take(/ENUM\((?:'(?:[^']|'')*'(?:, )?)*\)|"(?:[^"]|"")*"|[^,()[\]"']+(?:\([\d, ]*\))?/y);
    return name === null ? null : { kind: 'plain', name };
  }

  #fields(kind: 'struct' | 'union'): SqlType | null {
    const fields: { name: string; type: SqlType }[] = [];
    do {
      const name = this.#take(/(?:"(?:[^"]|"")*"|[^\s,()[\]"']+) /y)?.slice(0, -1) ?? '';
      const type = this.type();
      if (!type) return null;
      fields.push({ name, type });
    } while (this.#take(/, /y) !== null);
    return this.#take(/\)/y) === null ? null : { kind, fields };
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found) return null;
    this.#at += found[0].length;
    return found[0];
  }
}
