/// <reference types="node" />
import { Worker } from 'node:worker_threads';
import type { WorkerLike } from '../../src/engine/cpu/workers/protocol';

export interface NodeWorker extends WorkerLike {
  readonly thread: Worker;
}

/**
 * The real kernel worker in a Node thread. A thread that ends, for any reason, is an error, like a crashed worker in a
 * browser.
 */
export function nodeWorker(): NodeWorker {
  const thread = new Worker(new URL('./node-worker-entry.mjs', import.meta.url));
  return {
    thread,
    postMessage: (message, transfer) => thread.postMessage(message, transfer as never),
    addEventListener(type, listener) {
      if (type === 'message') thread.on('message', (data: unknown) => listener({ data }));
      if (type === 'messageerror') thread.on('messageerror', () => listener({}));
      if (type === 'error') {
        thread.on('error', (error) => listener({ message: error.message }));
        thread.on('exit', (code) => listener({ message: `exit code ${code}` }));
      }
    },
    terminate: () => void thread.terminate(),
  };
}
