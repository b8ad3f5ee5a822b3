/** Long work in turns with whatever else waits in its thread. Holds the thread open until it is closed. */
export class EventLoopYield {
  readonly #ports = new MessageChannel();
  readonly #waiting: (() => void)[] = [];

  constructor() {
    this.#ports.port1.onmessage = () => this.#waiting.shift()?.();
  }

  /** Resolves in a task of its own: a message to oneself queues behind those already there. */
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
