/** Lets long work yield to the other tasks of its thread. Keeps a Node thread alive until it is closed. */
export class EventLoopYield {
  readonly #ports = new MessageChannel();
  readonly #waiting: (() => void)[] = [];

  constructor() {
    this.#ports.port1.onmessage = () => this.#waiting.shift()?.();
  }

  /** Resolves in a new task, behind the messages already queued. */
  yield(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#ports.port2.postMessage(null);
    });
  }

  close(): void {
    this.#ports.port1.close();
  }
}
