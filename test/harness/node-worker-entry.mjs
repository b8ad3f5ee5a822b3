// Provides a browser worker's global scope over node:worker_threads, then loads the kernel worker itself.
import { parentPort } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

globalThis.postMessage = (message, transfer) => parentPort.postMessage(message, transfer);
const unregister = register();
await import('../../src/engine/cpu/worker.ts');
await unregister();
parentPort.on('message', (data) => globalThis.onmessage({ data }));
