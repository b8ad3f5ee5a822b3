/** `Symbol.dispose`, or a substitute in browsers that lack it, so that a class can use it as a key. */
export const DISPOSE: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for('Symbol.dispose') as typeof Symbol.dispose);

/**
 * A counted reference to a shared resource, which stays alive while any lease does. Release it once (further calls do
 * nothing), or declare it with `using`.
 */
export interface Lease {
  release(): void;
  [Symbol.dispose](): void;
}

/** A lease that was garbage-collected before it was released. */
export interface Leak {
  /** `column "delay" of query "flights"` */
  readonly subject: string;
  /** The stack of the call that took the lease; empty unless `traceLeases` is set. */
  readonly stack: string;
}

/**
 * Detects leaked leases. It only *reports* them: garbage collection comes too late to rely on. The resource of a leaked
 * lease stays allocated, so the ledger shows the leak too.
 */
export class LeakWatch {
  readonly #registry: FinalizationRegistry<Leak>;
  traces = false;

  constructor(report: (leak: Leak) => void) {
    this.#registry = new FinalizationRegistry(report);
  }

  /** Creates a lease that runs `release` once. */
  lease(subject: string, release: () => void): Lease {
    const registry = this.#registry;
    const token = {};
    let held = true;
    const end = (): void => {
      if (!held) return;
      held = false;
      registry.unregister(token);
      release();
    };
    // The registry must not reference the lease, or it would never be collected.
    const lease: Lease = { release: end, [DISPOSE]: end };
    registry.register(lease, { subject, stack: this.traces ? (new Error('leased here').stack ?? '') : '' }, token);
    return lease;
  }
}

export function reportLeak({ subject, stack }: Leak): void {
  console.warn(
    `[pika memory/leak] ${subject}: expected its lease to be released, found it garbage-collected. ` +
      `Call release(), or declare it with \`using\`.${stack && `\n${stack}`}`,
  );
}
