import { abortedError, onAbort } from '../abort';
import { PikaError } from '../errors';
import type { Profile } from '../profile/profile';
import type { Backend } from './backend';
import type { KernelCall, Recording, SlotId } from './recording';
import type { SurfacePaint } from './surface-paint';

/** Records the work of one client, such as a plot, for the next frame. */
export interface FrameClient {
  /** Called once per frame in which it was invalidated. */
  record(): Recording;
  /**
   * Called once the client's kernels have filled their slots. Resolves with the paints that depend on the slots, for
   * the same frame. Null if there are none.
   */
  answer?(): Promise<readonly SurfacePaint[]> | null;
  failed(error: PikaError): void;
}

interface Request {
  readonly calls: readonly KernelCall[];
  readonly resolve: () => void;
  readonly reject: (error: PikaError) => void;
  /** Stops listening to the signal. */
  readonly off: () => void;
}

/** Work that may change what kernels read. */
interface Waiting {
  readonly act: () => void;
  /** The number of the last recording that must end first. */
  readonly after: number;
}

/** The frame time of a 60 Hz screen, and how late a frame may be, as a share of it, before it counts as dropped. */
const FRAME_MS = 1000 / 60;
const LATE_SHARE = 0.25;

/**
 * The only caller of the backend's `execute` and of `requestAnimationFrame`. Lone kernels run immediately. So does the
 * first invalidation since the last frame, together with all others of the same event; later ones wait for the next
 * animation frame, so there is one picture per frame. While the backend is busy, newer work is held and merged: latest
 * wins, and no queue builds up.
 */
export class FrameScheduler {
  readonly #backend: Backend;
  readonly #nextFrame: (callback: () => void) => void;
  readonly #profile: Profile | null;
  readonly #dirty = new Set<FrameClient>();
  #requests: Request[] = [];
  #painted: (() => void)[] = [];
  #settled: (() => void)[] = [];
  #free: Waiting[] = [];
  /** The last request of {@link computeWhenSettled}; never rejects. */
  #lastSpare: Promise<void> = Promise.resolve();
  /** How many recordings have begun. */
  #begun = 0;
  #busy = false;
  /** The kernels that the backend executes; `executing` resolves when it has, or failed to. Null if there are none. */
  #running: { readonly kernels: readonly KernelCall[]; readonly executing: Promise<void> } | null = null;
  #frameAsked = false;
  /** When the first of the waiting clients was invalidated. */
  #dirtySinceMs = 0;
  /** Why the scheduler rejects work; null while it accepts work. */
  #closed: PikaError | null = null;

  /** @param nextFrame injected clock: calls back once, before the next paint */
  constructor(backend: Backend, nextFrame: (callback: () => void) => void, profile: Profile | null = null) {
    this.#backend = backend;
    this.#nextFrame = nextFrame;
    this.#profile = profile;
  }

  /** Runs kernels as soon as the backend is free. Resolves when their slots are filled. */
  compute(...calls: readonly KernelCall[]): Promise<void> {
    return this.computeFor(undefined, ...calls);
  }

  /**
   * Like {@link compute}. If the signal aborts before the kernels are sent to the backend, they never run and the
   * promise rejects with source/aborted.
   */
  computeFor(signal: AbortSignal | undefined, ...calls: readonly KernelCall[]): Promise<void> {
    if (signal?.aborted) return Promise.reject(abortedError('kernels'));
    if (this.#closed) return Promise.reject(this.#closed);
    return new Promise((resolve, reject) => {
      const off = onAbort(signal, () => {
        this.#requests = this.#requests.filter((other) => other !== request);
        reject(abortedError('kernels'));
        this.#callFree();
        this.#settleIfIdle();
      });
      const request: Request = { calls, resolve, reject, off };
      this.#requests.push(request);
      queueMicrotask(() => this.#perform(false));
    });
  }

  /**
   * Like {@link computeFor}, once all work requested so far is done and painted, and one such request after the other:
   * for work that is not needed yet. New frames wait for one of them at most.
   */
  computeWhenSettled(signal: AbortSignal | undefined, ...calls: readonly KernelCall[]): Promise<void> {
    const computed = this.#lastSpare.then(() => this.settled()).then(() => this.computeFor(signal, ...calls));
    this.#lastSpare = computed.catch(() => undefined);
    return computed;
  }

  invalidate(client: FrameClient): void {
    if (this.#dirty.size === 0) this.#dirtySinceMs = performance.now();
    this.#dirty.add(client);
    this.#askForFrame();
  }

  /**
   * A copy of a slot's words. If the recording that is executing fills the slot, waits for it: a client records that
   * its picture shows a slot before kernels have filled the slot.
   */
  async read(slot: SlotId): Promise<Uint32Array<ArrayBuffer>> {
    const running = this.#running;
    if (running?.kernels.some((call) => fills(call, slot))) await running.executing;
    return this.#backend.read(slot);
  }

  /** Calls back when no recording is executing, and all kernels requested so far have run or were aborted. */
  whenFree(act: () => void): void {
    this.#free.push({ act, after: this.#requests.length > 0 ? this.#begun + 1 : this.#begun });
    this.#callFree();
  }

  /** Frees slots of a client that left: later than a recording that executes now, which would fill them again. */
  drop(slots: readonly SlotId[]): void {
    this.whenFree(() => this.#backend.drop(slots));
  }

  /** Resolves when the next frame is painted. */
  painted(): Promise<void> {
    return new Promise((resolve) => this.#painted.push(resolve));
  }

  /** Resolves when all work requested so far is done and painted. */
  settled(): Promise<void> {
    return this.#idle ? Promise.resolve() : new Promise((resolve) => this.#settled.push(resolve));
  }

  get #idle(): boolean {
    return this.#closed !== null || (!this.#busy && this.#dirty.size === 0 && this.#requests.length === 0);
  }

  /** Accepts no more work. Rejects waiting and later requests. */
  close(reason: PikaError): void {
    this.#closed = reason;
    this.#dirty.clear();
    for (const { reject, off } of this.#requests.splice(0)) {
      off();
      reject(reason);
    }
    this.#callFree();
    this.#settleIfIdle();
  }

  /**
   * The first request of a frame runs immediately, so slow work can be ready when the frame is drawn. Later ones are
   * batched into the next frame.
   */
  #askForFrame(): void {
    if (this.#frameAsked || this.#closed) return;
    this.#frameAsked = true;
    queueMicrotask(() => this.#perform(true));
    this.#nextFrame(() => {
      this.#frameAsked = false;
      if (this.#dirty.size > 0) this.#askForFrame();
    });
  }

  #perform(inFrame: boolean): void {
    if (this.#busy || this.#closed) return;
    const requests = this.#requests.splice(0);
    for (const { off } of requests) off();
    const clients = inFrame ? [...this.#dirty] : [];
    if (inFrame) this.#dirty.clear();
    if (requests.length === 0 && clients.length === 0) return;

    const startMs = performance.now();
    if (clients.length > 0)
      this.#profile?.count(
        'framesDropped',
        Math.max(0, Math.floor((startMs - this.#dirtySinceMs) / FRAME_MS - LATE_SHARE)),
      );
    const ended = this.#profile?.begin('frame', clients.length > 0 ? 'frame' : 'kernels');
    const parts = clients.map(recordOf);
    const recording: Recording = {
      kernels: [...requests.flatMap(({ calls }) => calls), ...parts.flatMap(({ kernels }) => kernels)],
      paints: lastOfEachCanvas(parts.flatMap(({ paints }) => paints)),
    };
    const succeed = (): void => {
      ended?.();
      if (clients.length > 0) this.#profile?.addFrame(startMs, performance.now());
      for (const { resolve } of requests) resolve();
      if (clients.length > 0) for (const resolve of this.#painted.splice(0)) resolve();
      this.#finishRecording();
    };
    const fail = (thrown: unknown): void => {
      ended?.();
      const error = PikaError.from(thrown);
      for (const { reject } of requests) reject(error);
      for (const client of clients) client.failed(error);
      this.#finishRecording();
    };
    const answer = (): void => {
      const answers = clients.flatMap((client) => client.answer?.() ?? []);
      if (answers.length === 0) return succeed();
      Promise.all(answers)
        .then((paints) => this.#backend.execute({ kernels: [], paints: lastOfEachCanvas(paints.flat()) }))
        .then(succeed, fail);
    };
    this.#busy = true;
    this.#begun++;
    try {
      const done = this.#backend.execute(recording);
      if (!done) return answer();
      const executed = done.finally(() => (this.#running = null));
      this.#running = { kernels: recording.kernels, executing: executed.catch(() => undefined) };
      executed.then(answer).catch(fail);
    } catch (thrown) {
      fail(thrown);
    }
  }

  #finishRecording(): void {
    this.#busy = false;
    this.#callFree();
    if (this.#requests.length > 0) queueMicrotask(() => this.#perform(false));
    if (this.#dirty.size > 0) this.#askForFrame();
    this.#settleIfIdle();
  }

  #callFree(): void {
    if (this.#busy || this.#free.length === 0) return;
    const isReady = ({ after }: Waiting): boolean => after <= this.#begun || this.#requests.length === 0;
    const ready = this.#free.filter(isReady);
    this.#free = this.#free.filter((one) => !isReady(one));
    for (const { act } of ready) act();
  }

  #settleIfIdle(): void {
    if (this.#idle) for (const resolve of this.#settled.splice(0)) resolve();
  }
}

/** What a client records; nothing if it fails, and the others go on. */
function recordOf(client: FrameClient): Recording {
  try {
    return client.record();
  } catch (thrown) {
    client.failed(PikaError.from(thrown));
    return { kernels: [], paints: [] };
  }
}

/** Whether a kernel may write a slot. A slice fills those of its index. */
function fills(call: KernelCall, slot: SlotId): boolean {
  return call.kernel === 'slice' || (call.kernel !== 'index' && call.out === slot);
}

/** Each client that changes a canvas records its whole picture, so the last one shows all changes. */
function lastOfEachCanvas(paints: readonly SurfacePaint[]): readonly SurfacePaint[] {
  if (paints.length < 2) return paints;
  return [...new Map(paints.map((paint) => [paint.surface, paint])).values()];
}
