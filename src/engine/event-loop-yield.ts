/** Lets long work yield to the other tasks of its thread. In Node, keeps the thread alive until closed. */
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
