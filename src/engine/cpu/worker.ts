import { EventLoopYield } from '../event-loop-yield';
import { sharedNowMs } from '../profile/span';
import { KernelHost } from './workers/kernel-host';
import type { TimedReply, WorkerRequest } from './workers/protocol';

interface WorkerScope {
  onmessage: ((event: { readonly data: WorkerRequest }) => void) | null;
  postMessage(reply: TimedReply, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
/** Start times of the requests not yet answered. */
const begun = new Map<number, number>();
const eventLoop = new EventLoopYield();
const host = new KernelHost(
  (reply, transfer) => {
    const startMs = begun.get(reply.request) ?? 0;
    begun.delete(reply.request);
    scope.postMessage({ ...reply, took: { startMs, endMs: sharedNowMs() } }, transfer);
  },
  () => eventLoop.yield(),
);
scope.onmessage = ({ data }) => {
  if ('request' in data) begun.set(data.request, sharedNowMs());
  host.receive(data);
};
