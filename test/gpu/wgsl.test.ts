/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { BitsId, ColumnId, Encoding } from '../../src/engine/columns/column';
import type { Bins, Clause, SlotId } from '../../src/engine/frame/recording';
import { joinCalls } from '../../src/engine/gpu/common-calls';
import { planKernel, type SingleCall } from '../../src/engine/gpu/kernel-plan';
import { MERGES } from '../../src/engine/gpu/kernel-steps';
import { MAX, paintShader } from '../../src/engine/gpu/paint-steps';
import type { ComputeShader, RenderShader } from '../../src/engine/gpu/pipelines';
import { binsOf, clauseOf, wordsOf } from '../harness/columns';
import { installDawn } from '../harness/dawn';

/**
 * Every WGSL text that the planner and the paints put together, read by Chromium's compiler without a GPU (Dawn's `null` backend):
 * a text that does not compile is found in a second, on any machine, and by its line.
 */

const LANES: Readonly<Record<string, Encoding>> = { f32: { kind: 'f32' }, u32: { kind: 'u32', origin: 0n, step: 1n }, pair: { kind: 'fixed64', origin: 0n, step: 1n } };
const NAMES = Object.keys(LANES);
const slot = (name: string): SlotId => name as SlotId;

const edges = (name: string, count: number) => Array.from({ length: count + 1 }, (_, i) => (name === 'f32' ? i : BigInt(i)));
const bins = (name: string, count: number): Bins => binsOf(LANES[name]!, { column: name, edges: edges(name, count), even: true });

function clausesOf(name: string): Clause[] {
  const range = clauseOf(LANES[name]!, { column: name, lo: edges(name, 9)[1]!, hi: edges(name, 9)[7]! });
  const other = NAMES[(NAMES.indexOf(name) + 1) % NAMES.length]!;
  return [
    range,
    ...(name === 'u32' ? [{ kind: 'set', column: name as ColumnId, words: wordsOf([1, 40]) } as const] : []),
    { kind: 'cells', bins: [bins(name, 7)], words: wordsOf([1, 2], 7) },
    { kind: 'cells', bins: [bins(name, 7), bins(other, 5)], words: wordsOf([1, 30], 35) },
    { kind: 'bits', bits: 'predicate' as BitsId },
    { kind: 'any', of: [] },
    { kind: 'not', of: [] },
    { kind: 'any', of: [[range], [{ kind: 'bits', bits: 'predicate' as BitsId }, { kind: 'not', of: [range] }]] },
    { kind: 'any', of: Array.from({ length: 200 }, () => [range]) },
  ];
}

function calls(): SingleCall[] {
  const kernels: SingleCall[] = [];
  for (const name of NAMES) {
    for (const clauses of [[], ...clausesOf(name).map((clause) => [clause]), NAMES.flatMap(clausesOf)]) {
      kernels.push({ kernel: 'extent', column: name as ColumnId, lane: bins(name, 1).lane, clauses, out: slot('out') });
      kernels.push({ kernel: 'bin1d', x: bins(name, 60), clauses, out: slot('out') });
    }
    for (const count of [1, 16, 17, 1000, 4096, 4097]) kernels.push({ kernel: 'bin1d', x: bins(name, count), clauses: [], out: slot('out') });
    for (const other of NAMES) {
      for (const count of [20, 300]) kernels.push({ kernel: 'bin2d', x: bins(name, count), y: bins(other, count), clauses: clausesOf(name).slice(0, 2), out: slot('out') });
      kernels.push({ kernel: 'nearest', x: bins(name, 300), y: bins(other, 300), at: [3, 4], radius: 12, clauses: clausesOf(name).slice(0, 2), out: slot('out') });
    }
  }
  return kernels;
}

/** Crossfilters: every view over the clauses of the others. */
function crossfilters(): SingleCall[][] {
  const views = (clauseOfView: (name: string) => Clause): SingleCall[] => {
    const clauses = NAMES.map(clauseOfView);
    return NAMES.map((name, own) => ({ kernel: 'bin1d', x: bins(name, 30 + own), clauses: clauses.filter((_, k) => k !== own), out: slot(name) }));
  };
  return [0, 1, 2, 3, 4, 5, 6, 7].map((k) => views((name) => clausesOf(name)[k]!));
}

function computeShaders(): Set<ComputeShader> {
  const shaders = new Set([...Object.values(MERGES), MAX]);
  for (const maxInputs of [2, 6, 16]) {
    const planned = [...calls(), ...crossfilters().flatMap((kernels) => joinCalls(kernels, maxInputs))];
    for (const call of planned) {
      const { filters, main } = planKernel(call, maxInputs);
      for (const { shader } of [...filters, main]) shaders.add(shader);
    }
  }
  return shaders;
}

const gpu = await installDawn('backend=null');

describe('WGSL', { skip: gpu ? false : 'the package webgpu has no binary for this platform' }, () => {
  let device: GPUDevice;
  before(async () => { device = await (await gpu!.requestAdapter())!.requestDevice(); });
  after(() => device.destroy());

  /** The compiler's complaints, each with the line it means. */
  async function complaints(label: string, wgsl: string): Promise<string[]> {
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ label, code: wgsl });
    const [error, { messages }] = await Promise.all([device.popErrorScope(), module.getCompilationInfo()]);
    const said = messages.filter(({ type }) => type === 'error').map(({ message, lineNum }) => `${label}, line ${lineNum}: ${message}\n  ${wgsl.split('\n')[lineNum - 1] ?? ''}`);
    return said.length === 0 && error ? [`${label}: ${error.message}`] : said;
  }

  it('of every kernel variant compiles', async () => {
    const shaders = computeShaders();
    assert.ok(shaders.size > 100, `${shaders.size} variants`);
    const found = await Promise.all([...shaders].map(({ label, wgsl }) => complaints(label, wgsl)));
    assert.deepEqual(found.flat(), []);
  });

  it('of every paint compiles', async () => {
    const shaders: RenderShader[] = (['bars', 'cells'] as const).map((paint) => paintShader(paint, 'bgra8unorm'));
    const found = await Promise.all(shaders.map(({ label, wgsl }) => complaints(label, wgsl)));
    assert.deepEqual(found.flat(), []);
  });

  it('that does not compile is named by its line', async () => {
    const [said] = await complaints('broken', 'fn a() {}\nfn b() { return 1u; }');
    assert.match(said!, /^broken, line 2: .*\n {2}fn b\(\)/);
  });

  it('fits the limits that every device has: bindings, workgroup memory, uniform size', async () => {
    const shaders = new Set([...calls(), ...crossfilters().flatMap((kernels) => joinCalls(kernels, 6))].flatMap((call) => {
      const { filters, main } = planKernel(call, 6);
      return [...filters, main].map(({ shader }) => shader);
    }));
    for (const { label, inputs, wgsl } of shaders) {
      assert.ok(inputs + 2 <= 8, `${label}: ${inputs} inputs`);
      assert.ok(Number(/const SLOTS = (\d+)u/.exec(wgsl)?.[1] ?? 0) * 4 <= 16384, label);
      assert.ok(Number(/const WORDS = (\d+)u/.exec(wgsl)?.[1] ?? 0) <= 2048, label);
    }
  });
});
