import type { WorkerLike } from '../engine/cpu/protocol';

/** What kernel workers are made to do. Numbers count from 1, over all workers of one {@link Faults}. */
export interface WorkerFaults {
  readonly killAtMessages: ReadonlySet<number>;
}

export interface WorkerCounts {
  messages: number;
  started: number;
}

/** A worker that dies, as a crashed one does: its thread ends, what it held is gone, and an error event says so. */
export function breakWorker(worker: WorkerLike, faults: WorkerFaults, counts: WorkerCounts): WorkerLike {
  const onError: ((event: { readonly message: string }) => void)[] = [];
  let alive = true;
  counts.started++;
  return {
    postMessage(message, transfer) {
      if (!alive) return;
      if (!faults.killAtMessages.has(++counts.messages)) return worker.postMessage(message, transfer);
      alive = false;
      worker.terminate();
      setTimeout(() => onError.forEach((listener) => listener({ message: `simulated: message ${counts.messages}` })), 0);
    },
    addEventListener(type, listener) {
      if (type === 'error') onError.push(listener);
      worker.addEventListener(type, listener);
    },
    terminate() {
      alive = false;
      onError.length = 0;
      worker.terminate();
    },
  };
}
