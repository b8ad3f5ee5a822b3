import { KernelHost } from '../engine/cpu/workers/kernel-host';
import type { WorkerLike } from '../engine/cpu/workers/protocol';

/**
 * Runs the kernels in this thread behind the interface of a worker: messages are cloned and arrive asynchronously, like
 * those of a real worker.
 */
export function inProcessWorker(onHost?: (host: KernelHost) => void): WorkerLike {
  type Listener = (event: { readonly data?: unknown; readonly message?: string }) => void;
  const listeners: Listener[] = [];
  let alive = true;
  const later = (act: () => void) => {
    setTimeout(() => {
      if (alive) act();
    }, 0);
  };
  const host = new KernelHost(
    (reply, transfer) => {
      const data: unknown = structuredClone(reply, { transfer });
      later(() => {
        for (const listener of listeners) listener({ data });
      });
    },
    () =>
      new Promise((resolve) => {
        setTimeout(resolve, 0);
      }),
  );
  onHost?.(host);
  return {
    postMessage(message, transfer) {
      const copy = structuredClone(message, { transfer });
      later(() => host.receive(copy));
    },
    addEventListener(type, listener) {
      if (type === 'message') listeners.push(listener);
    },
    terminate() {
      alive = false;
    },
  };
}
