import { KernelHost, messageBreather } from './kernel-host';
import type { WorkerReply, WorkerRequest } from './protocol';

/** The entry of a kernel worker. */
interface WorkerScope {
  onmessage: ((event: { readonly data: WorkerRequest }) => void) | null;
  postMessage(reply: WorkerReply, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
const host = new KernelHost((reply, transfer) => scope.postMessage(reply, transfer), messageBreather());
scope.onmessage = ({ data }) => host.receive(data);
