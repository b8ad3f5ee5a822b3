import { abortedError, onAbort } from '../abort';
import { PikaError } from '../errors';
import type { Profile } from '../profile/profile';
import type { Backend } from './backend';
import type { KernelCall, Recording } from './recording';

/** Something that has work for the next frame. */
export interface FrameClient {
  /** Called once per frame in which it was invalidated. */
  record(): Recording;
  failed(error: PikaError): void;
}

interface Request {
  readonly calls: readonly KernelCall[];
  readonly resolve: () => void;
  readonly reject: (error: PikaError) => void;
  /** Lets go of the signal. */
  readonly off: () => void;
}

/**
 * A screen's frame when nobody knows better, and the share of one by which a picture may be late and still be in time.
 */
const FRAME_MS = 1000 / 60;
const LATE_SHARE = 0.25;

/**
 * The one door to the backend's `execute`, and the only user of `requestAnimationFrame`. Lone kernels go at once, and
 * so does the first picture wanted since the last frame, with all that the same event wants; later ones wait for that
 * frame, so that there is one picture a frame. While the backend is busy, everything newer is held and merged: latest
 * wins, nothing queues up.
 */
export class FrameScheduler {
  readonly #backend: Backend;
  readonly #nextFrame: (callback: () => void) => void;
  readonly #profile: Profile | null;
  readonly #dirty = new Set<FrameClient>();
  #requests: Request[] = [];
  #painted: (() => void)[] = [];
  #settled: (() => void)[] = [];
  #free: (() => void)[] = [];
  #busy = false;
  #frameAsked = false;
  /** When the first of the clients that wait was invalidated. */
  #dirtySinceMs = 0;
  /** Why no more work is taken. */
  #closed: PikaError | null = null;

  /** @param nextFrame injected clock: calls back once, before the next paint */
  constructor(backend: Backend, nextFrame: (callback: () => void) => void, profile: Profile | null = null) {
    this.#backend = backend;
    this.#nextFrame = nextFrame;
    this.#profile = profile;
  }

  /** Runs kernels as soon as the backend is free; resolves when their slots are filled. */
  compute(...calls: readonly KernelCall[]): Promise<void> {
    return this.computeFor(undefined, ...calls);
  }

  /**
   * The same; when the signal fires before the backend has them, they never run, and it rejects with source/aborted.
   */
  computeFor(signal: AbortSignal | undefined, ...calls: readonly KernelCall[]): Promise<void> {
    if (signal?.aborted) return Promise.reject(abortedError('kernels'));
    if (this.#closed) return Promise.reject(this.#closed);
    return new Promise((resolve, reject) => {
      const off = onAbort(signal, () => {
        this.#requests = this.#requests.filter((other) => other !== request);
        reject(abortedError('kernels'));
        this.#settleIfIdle();
      });
      const request: Request = { calls, resolve, reject, off };
      this.#requests.push(request);
      queueMicrotask(() => this.#perform(false));
    });
  }

  invalidate(client: FrameClient): void {
    if (this.#dirty.size === 0) this.#dirtySinceMs = performance.now();
    this.#dirty.add(client);
    this.#askForFrame();
  }

  /** Calls back when no recording is being executed: now, or when the one under way is done. */
  whenFree(act: () => void): void {
    if (this.#busy) this.#free.push(act);
    else act();
  }

  /** Resolves when the next frame's pictures stand. */
  painted(): Promise<void> {
    return new Promise((resolve) => this.#painted.push(resolve));
  }

  /** Resolves when all that was asked for until now is done and painted. */
  settled(): Promise<void> {
    return this.#idle ? Promise.resolve() : new Promise((resolve) => this.#settled.push(resolve));
  }

  get #idle(): boolean {
    return this.#closed !== null || (!this.#busy && this.#dirty.size === 0 && this.#requests.length === 0);
  }

  /** Takes no more work: rejects requests that wait and those made later. */
  close(reason: PikaError): void {
    this.#closed = reason;
    this.#dirty.clear();
    for (const { reject, off } of this.#requests.splice(0)) {
      off();
      reject(reason);
    }
    this.#settleIfIdle();
  }

  /**
   * The first to ask goes at once, so that what takes a while is there when the frame is drawn; whoever asks before
   * that waits for the next.
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
    const parts = clients.map((client) => client.record());
    const recording: Recording = {
      kernels: [...requests.flatMap(({ calls }) => calls), ...parts.flatMap(({ kernels }) => kernels)],
      paints: parts.flatMap(({ paints }) => paints),
    };
    const succeed = (): void => {
      ended?.();
      if (clients.length > 0) this.#profile?.addFrame(startMs, performance.now());
      for (const { resolve } of requests) resolve();
      if (clients.length > 0) for (const resolve of this.#painted.splice(0)) resolve();
      this.#rest();
    };
    const fail = (thrown: unknown): void => {
      ended?.();
      const error = PikaError.from(thrown);
      for (const { reject } of requests) reject(error);
      for (const client of clients) client.failed(error);
      this.#rest();
    };
    this.#busy = true;
    try {
      const done = this.#backend.execute(recording);
      if (done) done.then(succeed, fail);
      else succeed();
    } catch (thrown) {
      fail(thrown);
    }
  }

  #rest(): void {
    this.#busy = false;
    for (const act of this.#free.splice(0)) act();
    if (this.#requests.length > 0) queueMicrotask(() => this.#perform(false));
    if (this.#dirty.size > 0) this.#askForFrame();
    this.#settleIfIdle();
  }

  #settleIfIdle(): void {
    if (this.#idle) for (const resolve of this.#settled.splice(0)) resolve();
  }
}
