import type { WorkerLike } from '../engine/cpu/workers/protocol';
import type { FaultPoint } from './fault-point';

/** Makes a worker crash when it receives a message: its thread ends, its data is lost, and an error event follows. */
export function breakWorker(worker: WorkerLike, messages: FaultPoint): WorkerLike {
  const onError: ((event: { readonly message: string }) => void)[] = [];
  let alive = true;
  return {
    postMessage(message, transfer) {
      if (!alive) return;
      if (!messages.occurs()) return worker.postMessage(message, transfer);
      alive = false;
      worker.terminate();
      setTimeout(() => onError.forEach((listener) => listener({ message: `simulated: message ${messages.times}` })), 0);
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
