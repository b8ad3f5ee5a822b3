import { PikaError } from '../../errors';
import { bytesText } from '../../memory/budgets';

/** Errors of the GPU backend: one function per kind of failure, so the same failure always has the same text. */

export function unavailable(found: string, cause?: unknown): PikaError {
  return new PikaError(
    'gpu/unavailable',
    {
      subject: 'the WebGPU backend',
      expected: 'a WebGPU device with core features',
      found,
      next: 'Use the cpu backend, or a browser and driver with WebGPU.',
    },
    cause,
  );
}

export function outOfMemory(what: string, sizeBytes: number, cause?: unknown): PikaError {
  return new PikaError(
    'gpu/out-of-memory',
    {
      subject: what,
      expected: `${bytesText(sizeBytes)} of GPU memory`,
      found: 'not enough, even after freeing all unused buffers',
      next: 'Load fewer rows or columns, set a smaller configure({ memory: { gpuBytes } }), or use the cpu backend.',
    },
    cause,
  );
}

export function deviceLost(reason: string): PikaError {
  return new PikaError('gpu/device-lost', {
    subject: 'the WebGPU device',
    expected: 'a live device',
    found: `one that was lost (${reason})`,
    next: 'Create a new backend and load the columns again.',
  });
}

export function unknownName(kind: 'column' | 'slot' | 'surface' | 'index', id: string): PikaError {
  return new PikaError('engine/internal', {
    subject: `${kind} "${id}"`,
    expected: `a ${kind} known to the webgpu backend`,
    found: 'no such name',
    next: 'Load, execute or attach before naming it.',
  });
}

export function invalidWork(label: string, error: GPUError): PikaError {
  return new PikaError(
    'engine/internal',
    {
      subject: label,
      expected: 'valid GPU work',
      found: error.message,
      next: 'This is a bug in pika-plot: please report it with this message.',
    },
    error,
  );
}

export function mismatchedRows(first: string, rows: number, other: string, otherRows: number): PikaError {
  return new PikaError('engine/internal', {
    subject: `column "${other}"`,
    expected: `${rows} rows, as in column "${first}" of the same call`,
    found: `${otherRows} rows`,
    next: 'Name columns of one query in one kernel call.',
  });
}

export function noContext(id: string): PikaError {
  return new PikaError('gpu/unavailable', {
    subject: `surface "${id}"`,
    expected: 'a canvas that can create a "webgpu" context',
    found: 'none',
    next: 'Use a new canvas: a canvas keeps the kind of its first context.',
  });
}
