import { THRIFT, ThriftWriter, type ThriftReader } from './thrift';

/** A field of a struct as it was read, whatever it means. */
export interface ThriftField {
  readonly id: number;
  readonly type: number;
  readonly value: ThriftValue;
}

export interface ThriftList {
  readonly type: number;
  readonly elements: readonly ThriftValue[];
}

/** Null is a boolean, whose value is in its type. */
export type ThriftValue = number | Uint8Array | ThriftStruct | ThriftList | null;

export type ThriftStruct = readonly ThriftField[];

/** Reads a struct with all its fields, to change some and write it again. Throws an Error for types without a use. */
export function readStruct(reader: ThriftReader): ThriftStruct {
  const fields: ThriftField[] = [];
  reader.struct((id, type) => fields.push({ id, type, value: readValue(reader, type) }));
  return fields;
}

function readValue(reader: ThriftReader, type: number): ThriftValue {
  switch (type) {
    case THRIFT.true:
    case THRIFT.false:
      return null;
    case THRIFT.byte:
      return reader.byte();
    case THRIFT.i16:
    case THRIFT.i32:
    case THRIFT.i64:
      return reader.int();
    case THRIFT.binary:
      return reader.binary();
    case THRIFT.struct:
      return readStruct(reader);
    case THRIFT.list: {
      const elements: ThriftValue[] = [];
      let elementType: number = THRIFT.struct;
      reader.list((_index, of) => {
        elementType = of;
        // In a list, a boolean is a byte.
        elements.push(of <= THRIFT.false ? reader.byte() : readValue(reader, of));
      });
      return { type: elementType, elements };
    }
    default:
      throw new Error(`a field of the Thrift type ${type}, which Parquet does not use`);
  }
}

export function structBytes(fields: ThriftStruct): Uint8Array<ArrayBuffer> {
  const writer = new ThriftWriter();
  writeStruct(writer, fields);
  return writer.bytes();
}

function writeStruct(writer: ThriftWriter, fields: ThriftStruct): void {
  writer.struct(() => {
    for (const { id, type, value } of fields) {
      writer.field(id, type);
      if (value !== null) writeValue(writer, type, value);
    }
  });
}

function writeValue(writer: ThriftWriter, type: number, value: ThriftValue): void {
  if (value instanceof Uint8Array) writer.binary(value);
  else if (typeof value === 'number') (type <= THRIFT.byte ? writer.byte : writer.int).call(writer, value);
  else if (isStruct(value)) writeStruct(writer, value);
  else if (value) {
    writer.list(value.type, value.elements.length);
    for (const element of value.elements) writeValue(writer, value.type, element);
  }
}

function isStruct(value: ThriftValue): value is ThriftStruct {
  return Array.isArray(value);
}

/** The elements of a field that is a list of structs; none if it is missing. */
export function structsIn(fields: ThriftStruct, id: number): readonly ThriftStruct[] {
  const value = fields.find((field) => field.id === id)?.value ?? null;
  return value !== null && typeof value === 'object' && 'elements' in value ? value.elements.filter(isStruct) : [];
}

/** An integer field; null if it is missing. */
export function intIn(fields: ThriftStruct, id: number): number | null {
  const value = fields.find((field) => field.id === id)?.value;
  return typeof value === 'number' ? value : null;
}

/** A copy with other values; a field whose value is undefined is left out. */
export function changed(
  fields: ThriftStruct,
  values: Readonly<Record<number, (value: ThriftValue) => ThriftValue | undefined>>,
): ThriftStruct {
  return fields.flatMap((field) => {
    const change = values[field.id];
    const value = change ? change(field.value) : field.value;
    return value === undefined ? [] : [{ ...field, value }];
  });
}
