/** Browsers that have no `Symbol.dispose` yet still get a symbol, so that a class may name it. */
export const DISPOSE: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for('Symbol.dispose') as typeof Symbol.dispose);

/**
 * A share in something held. Whoever has one keeps it; release it once (more often does nothing), or declare it with
 * `using`.
 */
export interface Lease {
  release(): void;
  [Symbol.dispose](): void;
}

/** A lease that was collected before it was released. */
export interface Leak {
  /** `column "delay" of query "flights"` */
  readonly subject: string;
  /** Where it was taken; empty unless `traceLeases` is set. */
  readonly stack: string;
}

/**
 * Watches leases. The registry only *reports*: by the time a collector runs nothing may depend on it, and what a leaked
 * lease kept stays kept, so that the leak is seen in the ledger too.
 */
export class LeakWatch {
  readonly #registry: FinalizationRegistry<Leak>;
  traces = false;

  constructor(report: (leak: Leak) => void) {
    this.#registry = new FinalizationRegistry(report);
  }

  /** A lease that runs `release` once. */
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
    // The registry may hold nothing that holds the lease, or it would never be collected.
    const lease: Lease = { release: end, [DISPOSE]: end };
    registry.register(lease, { subject, stack: this.traces ? (new Error('leased here').stack ?? '') : '' }, token);
    return lease;
  }
}

export function reportLeak({ subject, stack }: Leak): void {
  console.warn(
    `[pika memory/leak] ${subject}: expected its lease to be released, found it collected. Call release(), or declare it with \`using\`.${stack && `\n${stack}`}`,
  );
}
