import {
  binary,
  bool,
  field,
  fixedSizeBinary,
  float32,
  float64,
  int32,
  int64,
  list,
  struct,
  utf8,
  type DataType,
} from '@uwdata/flechette';
import type { ArrowBatch } from '../arrow/arrow-layout';
import { leavesOf, PHYSICAL, type ParquetLeaf, type ParquetNode } from './parquet-schema';

/** One leaf of a row group: levels for every entry, and the values of the entries that have one. */
export interface LeafValues {
  readonly entries: number;
  /** Definition levels: how much of an entry's path is present; null if all of it always is. */
  readonly definition: Uint8Array | null;
  /** Repetition levels: the list of its path that an entry continues; null without lists. */
  readonly repetition: Uint8Array | null;
  /** Numbers, bigints, booleans or bytes, depending on the leaf's physical type. */
  readonly values: ArrayLike<unknown>;
}

/** How the entries of a node's leaves map to its slots. */
interface Place {
  /** The number of lists above it: an entry with a deeper repetition level does not start a new slot. */
  readonly lists: number;
  /** The definition level from which there is a slot: that of an element of the innermost list. */
  readonly exists: number;
  /** The definition level from which everything above it is present. */
  readonly above: number;
}

/**
 * Assembles the leaves of a column and their levels into one batch of raw Arrow values, like those that parquet-wasm
 * returns. Copies: everything. Source: Melnik et al., "Dremel: Interactive Analysis of Web-Scale Datasets". Throws an
 * Error if levels and values disagree.
 */
export function assembled(node: ParquetNode, leaves: readonly LeafValues[]): ArrowBatch {
  return build(node, { lists: 0, exists: 0, above: 0 }, new Map(leavesOf(node).map((leaf, i) => [leaf, leaves[i]!])));
}

/** The maximum levels of a leaf; null if it is not below the node. */
export function levelsOf(
  node: ParquetNode,
  leaf: ParquetLeaf,
): { readonly definition: number; readonly repetition: number } | null {
  const own = node.isOptional ? 1 : 0;
  if (node.kind === 'leaf') return node === leaf ? { definition: own, repetition: 0 } : null;
  const isList = node.kind === 'list' ? 1 : 0;
  for (const child of node.kind === 'list' ? [node.element] : node.children) {
    const below = levelsOf(child, leaf);
    if (below) return { definition: below.definition + own + isList, repetition: below.repetition + isList };
  }
  return null;
}

function build(node: ParquetNode, place: Place, leaves: ReadonlyMap<ParquetLeaf, LeafValues>): ArrowBatch {
  const filled = place.above + (node.isOptional ? 1 : 0);
  const first = leaves.get(leavesOf(node)[0]!)!;
  const base = slotsOf(first, place, filled);
  switch (node.kind) {
    case 'leaf':
      return { ...base, ...leafBuffers(node, valuesOfSlots(first, place, filled, base.length)) };
    case 'struct': {
      const children = node.children.map((child) => build(child, { ...place, above: filled }, leaves));
      if (children.some((child) => child.length !== base.length))
        throw new Error('fields of a struct that differ in their number of values');
      return { ...base, type: struct(children.map((child, i) => field(`f${i}`, child.type))), children };
    }
    case 'list': {
      const element = build(node.element, { lists: place.lists + 1, exists: filled + 1, above: filled + 1 }, leaves);
      const offsets = offsetsOf(first, place, filled + 1, base.length);
      if (offsets[base.length] !== element.length) throw new Error('lists that differ in their number of values');
      return { ...base, type: list(field('element', element.type)), offsets, children: [element] };
    }
  }
}

type Slots = Pick<ArrowBatch, 'length' | 'nullCount' | 'validity' | 'children'>;

function slotsOf({ definition, repetition, entries }: LeafValues, place: Place, filled: number): Slots {
  const validity = new Uint8Array((entries + 7) >> 3);
  let [length, nullCount] = [0, 0];
  for (let entry = 0; entry < entries; entry++) {
    if (!isSlot(definition, repetition, entry, place)) continue;
    if (definition === null || definition[entry]! >= filled) validity[length >> 3]! |= 1 << (length & 7);
    else nullCount++;
    length++;
  }
  return {
    length,
    nullCount,
    validity: nullCount > 0 ? validity.subarray(0, (length + 7) >> 3) : new Uint8Array(0),
    children: [],
  };
}

function isSlot(
  definition: Uint8Array | null,
  repetition: Uint8Array | null,
  entry: number,
  { lists, exists }: Place,
): boolean {
  return (repetition === null || repetition[entry]! <= lists) && (definition === null || definition[entry]! >= exists);
}

function offsetsOf(
  { definition, repetition, entries }: LeafValues,
  place: Place,
  elements: number,
  length: number,
): Int32Array {
  const offsets = new Int32Array(length + 1);
  let [slot, count] = [-1, 0];
  for (let entry = 0; entry < entries; entry++) {
    if (isSlot(definition, repetition, entry, place)) offsets[++slot] = count;
    if (
      (repetition === null || repetition[entry]! <= place.lists + 1) &&
      (definition === null || definition[entry]! >= elements)
    )
      count++;
  }
  offsets[length] = count;
  return offsets;
}

/** A value for each slot; undefined for NULL. */
function valuesOfSlots(
  { definition, repetition, entries, values }: LeafValues,
  place: Place,
  filled: number,
  length: number,
): ArrayLike<unknown> {
  if (length === values.length) return values;
  const spread = new Array<unknown>(length);
  let [slot, next] = [0, 0];
  for (let entry = 0; entry < entries; entry++) {
    if (!isSlot(definition, repetition, entry, place)) continue;
    if (definition === null || definition[entry]! >= filled) spread[slot] = values[next++];
    slot++;
  }
  if (next !== values.length) throw new Error(`${values.length} values where its levels declare ${next}`);
  return spread;
}

function leafBuffers(
  { physical, byteLength, isText }: ParquetLeaf,
  values: ArrayLike<unknown>,
): Pick<ArrowBatch, 'type' | 'values' | 'offsets'> {
  const { length } = values;
  switch (physical) {
    case PHYSICAL.boolean: {
      const bits = new Uint8Array((length + 7) >> 3);
      for (let row = 0; row < length; row++) if (values[row]) bits[row >> 3]! |= 1 << (row & 7);
      return { type: bool(), values: bits };
    }
    case PHYSICAL.int32:
      return { type: int32(), values: Int32Array.from({ length }, (_, row) => Number(values[row] ?? 0)) };
    case PHYSICAL.int64:
      return {
        type: int64(),
        values: BigInt64Array.from({ length }, (_, row) => (values[row] as bigint | undefined) ?? 0n),
      };
    case PHYSICAL.float:
      return {
        type: float32(),
        values: Float32Array.from({ length }, (_, row) => (values[row] as number | undefined) ?? 0),
      };
    case PHYSICAL.double:
      return {
        type: float64(),
        values: Float64Array.from({ length }, (_, row) => (values[row] as number | undefined) ?? 0),
      };
    case PHYSICAL.byteArray:
      return bytesOf(values, isText ? utf8() : binary(), isText);
    default:
      return fixedBytes(values, physical === PHYSICAL.int96 ? 12 : byteLength);
  }
}

function bytesOf(
  values: ArrayLike<unknown>,
  type: DataType,
  isText: boolean,
): Pick<ArrowBatch, 'type' | 'values' | 'offsets'> {
  const offsets = new Int32Array(values.length + 1);
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    sum += (values[row] as Uint8Array | undefined)?.length ?? 0;
    offsets[row + 1] = sum;
  }
  if (sum > 2 ** 31 - 1) throw new Error('more than 2 GB of bytes in a row group');
  const joined = new Uint8Array(sum);
  for (let row = 0; row < values.length; row++) if (values[row]) joined.set(values[row] as Uint8Array, offsets[row]);
  if (isText) requireText(values);
  return { type, values: joined, offsets };
}

/** Checked one by one: concatenated, two halves of a character would be valid. */
function requireText(values: ArrayLike<unknown>): void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const known = new Set<unknown>();
  for (let row = 0; row < values.length; row++) {
    if (!values[row] || known.has(values[row])) continue;
    known.add(values[row]);
    try {
      decoder.decode(values[row] as Uint8Array);
    } catch {
      throw new Error('text that is not UTF-8');
    }
  }
}

function fixedBytes(values: ArrayLike<unknown>, stride: number): Pick<ArrowBatch, 'type' | 'values'> {
  const joined = new Uint8Array(stride * values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as Uint8Array | undefined;
    if (value && value.length !== stride)
      throw new Error(`a value of ${value.length} bytes where values have ${stride}`);
    if (value) joined.set(value, stride * row);
  }
  return { type: fixedSizeBinary(stride), values: joined };
}
