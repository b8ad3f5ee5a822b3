import { PikaError } from '../../errors';
import { bytesText } from '../../memory/budgets';

/** The GPU sentences: one function per way to fail, so that the same failure always reads the same. */

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
      found: 'none left, even after what nobody uses was let go',
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

export function unsupported(what: string): PikaError {
  return new PikaError('plan/unsupported', {
    subject: `kernel "${what}" on the webgpu backend`,
    expected: 'a kernel this backend has',
    found: what,
    next: 'Check capabilities.index before recording an index or a slice.',
  });
}

export function unknownName(kind: 'column' | 'slot' | 'surface', id: string): PikaError {
  return new PikaError('engine/internal', {
    subject: `${kind} "${id}"`,
    expected: `a ${kind} the webgpu backend holds`,
    found: 'none of that name',
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
    expected: 'a canvas that gives a "webgpu" context',
    found: 'none',
    next: 'Use a new canvas: one that ever had a context of another kind gives no second one.',
  });
}
