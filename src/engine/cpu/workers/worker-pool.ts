import { PikaError } from '../../errors';
import type { Profile } from '../../profile/profile';
import { workerSpan } from '../../profile/span';
import { explainMissingWorker, explainWorkerError } from '../../browser/workers';
import type { TimedReply, WorkerLike, WorkerReply, WorkerRequest } from './protocol';

type Distribute<T> = T extends { request: number } ? Omit<T, 'request'> : never;
/** A request that gets a reply, before it has its number. */
export type Question = Distribute<WorkerRequest>;

interface Waiting {
  readonly resolve: (reply: WorkerReply) => void;
  readonly reject: (error: PikaError) => void;
}

/**
 * The workers and their pending requests. The workers start with {@link start}, or with the first request. When one
 * worker dies, the whole pool is lost: no other worker has its pages.
 */
export class WorkerPool {
  readonly lost: Promise<string>;
  readonly size: number;
  readonly #spawn: () => WorkerLike;
  readonly #workers: WorkerLike[] = [];
  readonly #waiting = new Map<number, Waiting>();
  readonly #profile: Profile | null;
  #nextRequest = 1;
  #reason: string | null = null;
  #reportLost!: (reason: string) => void;

  constructor(count: number, spawn: () => WorkerLike, profile: Profile | null = null) {
    this.size = count;
    this.#spawn = spawn;
    this.#profile = profile;
    this.lost = new Promise((resolve) => {
      this.#reportLost = resolve;
    });
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Throws cpu/worker if the pool is lost or closed. */
  assertLive(): void {
    if (this.#reason !== null) throw lostError(this.#reason);
  }

  /** Throws cpu/worker if the pool is lost or closed, or if the browser refuses to start a worker. */
  start(): void {
    this.assertLive();
    if (this.#workers.length > 0) return;
    const count = this.size;
    try {
      while (this.#workers.length < count) this.#workers.push(this.#spawn());
    } catch (thrown) {
      const why = explainWorkerError(thrown);
      // Plots wait for the report of a loss, and take this error for a sign of it.
      this.#lose(`${why.found}. ${why.next}`);
      throw new PikaError(
        'cpu/worker',
        { subject: 'the CPU backend', expected: 'a page that starts module workers', ...why },
        thrown,
      );
    }
    this.#workers.forEach((worker, w) => {
      let hasAnswered = false;
      worker.addEventListener('message', ({ data }) => {
        hasAnswered = true;
        this.#receive(data as TimedReply, w);
      });
      worker.addEventListener('error', ({ message }) => {
        const stopped = `CPU worker ${w + 1} of ${count} stopped${message ? `: ${message}` : ''}`;
        if (message || hasAnswered) this.#lose(stopped);
        else void explainMissingWorker(worker).then((why) => this.#lose(why ? `${why.found}. ${why.next}` : stopped));
      });
      worker.addEventListener('messageerror', () =>
        this.#lose(`CPU worker ${w + 1} of ${count} sent an unreadable reply`),
      );
    });
  }

  /** Sends a request to one worker. Rejects with cpu/worker if it dies, and with any error of its kernels. */
  request(worker: number, question: Question, transfer: Transferable[] = []): Promise<WorkerReply> {
    return new Promise((resolve, reject) => {
      this.start();
      const request = this.#nextRequest++;
      this.#waiting.set(request, { resolve, reject });
      try {
        this.#workers[worker]!.postMessage({ ...question, request } as WorkerRequest, transfer);
      } catch (thrown) {
        this.#waiting.delete(request);
        reject(PikaError.from(thrown, 'a message to a CPU worker'));
      }
    });
  }

  askAll(question: Question): Promise<WorkerReply[]> {
    return Promise.all(Array.from({ length: this.size }, (_, worker) => this.request(worker, question)));
  }

  /** Sends a message without a reply to all workers. */
  broadcast(message: Extract<WorkerRequest, { type: 'abandon' | 'unload' | 'forget-codes' }>): void {
    for (const worker of this.#workers) worker.postMessage(message, []);
  }

  close(): void {
    this.#end('the backend was disposed of');
  }

  #receive(reply: TimedReply, w: number): void {
    if (reply.took) this.#profile?.add(workerSpan(`cpu worker ${w + 1}`, reply.type, reply.took));
    const waiting = this.#waiting.get(reply.request);
    this.#waiting.delete(reply.request);
    if (reply.type === 'failed') waiting?.reject(PikaError.fromJSON(reply.error));
    else waiting?.resolve(reply);
  }

  #lose(reason: string): void {
    if (this.#reason !== null) return;
    this.#end(reason);
    this.#reportLost(reason);
  }

  #end(reason: string): void {
    this.#reason ??= reason;
    for (const worker of this.#workers.splice(0)) worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(lostError(reason));
    this.#waiting.clear();
  }
}

function lostError(reason: string): PikaError {
  return new PikaError('cpu/worker', {
    subject: 'the CPU backend',
    expected: 'all workers running',
    found: reason,
    next: 'Reload the page to start again.',
  });
}
