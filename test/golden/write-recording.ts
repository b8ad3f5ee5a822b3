/// <reference types="node" />
import { createHash } from 'node:crypto';
import type { IndexCall, KernelCall, Recording } from '../../src/engine/frame/recording';
import type { SurfacePaint } from '../../src/engine/frame/surface-paint';

const SHORT = 12;
const WIDTH = 120;

/**
 * The final state of some frames, as readable data: for each slot the kernel that last filled it, for each canvas the
 * paints that it last showed, both by name. Omits which frame did what, because that depends on how fast rows arrive.
 */
export function lastOf(recordings: readonly Recording[]): unknown {
  const kernels = new Map<string, KernelCall>();
  const paints = new Map<string, SurfacePaint>();
  for (const recording of recordings) {
    for (const call of recording.kernels) kernels.set(nameOf(call), call);
    for (const paint of recording.paints) paints.set(paint.surface, paint);
  }
  const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
  return {
    kernels: [...kernels].sort(byName).map(([, call]) => (call.kernel === 'index' ? inOrder(call) : call)),
    // The size of a canvas is that of its plot, which all stories share.
    paints: [...paints].sort(byName).map(([, { surface, panels }]) => ({ surface, panels })),
  };
}

/** Sorts the views, because plots join their query in the order in which their columns arrive. */
function inOrder(call: IndexCall): IndexCall {
  return { ...call, views: [...call.views].sort((a, b) => (a.out < b.out ? -1 : 1)) };
}

/** Its slot. Calls without a slot, or with a process-wide plot number in it, get another name. */
function nameOf(call: KernelCall): string {
  if (call.kernel === 'aggregate' && call.out.startsWith('once-'))
    return `once ${JSON.stringify([call.dimensions, 'rows' in call ? call.rows : '', call.accumulators])}`;
  return 'out' in call ? call.out : `${call.kernel} ${call.id}`;
}

/**
 * JSON with an object on one line where it fits. A typed array is written as text; a long one as its ends and a digest.
 */
export function writeJson(value: unknown): string {
  return `${layOut(plain(value), '')}\n`;
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return describe(value as unknown as TypedArray);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return value.replace(/#\d+$/, '').replace(/^once-\d+$/, 'once');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, plain(of)]));
}

type TypedArray = Uint8Array | Uint32Array | Float32Array;

function describe(array: TypedArray): string {
  const type = `${array.constructor.name}(${array.length})`;
  const text = (part: TypedArray): string =>
    Array.from(part, (value) => (Number.isInteger(value) ? value : Number(value.toPrecision(6)))).join(' ');
  if (array.length <= SHORT) return `${type} ${text(array)}`;
  const digest = createHash('sha256').update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return `${type} ${text(array.subarray(0, 4))} … ${text(array.subarray(-2))}, ${digest.digest('hex').slice(0, 8)}`;
}

function layOut(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(([key, of]) => ({
    key: isList ? '' : `${JSON.stringify(key)}: `,
    of: of as unknown,
  }));
  const [open, close] = isList ? ['[', ']'] : ['{ ', ' }'];
  const line = `${open}${parts.map(({ key, of }) => key + layOut(of, '')).join(', ')}${close}`;
  if (line.length + indent.length <= WIDTH && !line.includes('\n')) return line;
  const inner = `${indent}  `;
  const lines = parts.map(({ key, of }) => `${inner}${key}${layOut(of, inner)}`);
  return `${open.trim()}\n${lines.join(',\n')}\n${indent}${close.trim()}`;
}
