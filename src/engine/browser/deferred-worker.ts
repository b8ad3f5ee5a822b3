/** A worker whose script still loads: it keeps messages until then. */
export class DeferredWorker extends EventTarget {
  #worker: Worker | null = null;
  #messages: { readonly message: unknown; readonly transfer: Transferable[] }[] = [];
  #isTerminated = false;

  /** A rejection becomes an `error` event. */
  constructor(worker: Promise<Worker>) {
    super();
    worker.then(
      (loaded) => this.#attach(loaded),
      (thrown: unknown) => this.dispatchEvent(new ErrorEvent('error', { message: String(thrown) })),
    );
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (this.#worker) this.#worker.postMessage(message, transfer);
    else this.#messages.push({ message, transfer });
  }

  terminate(): void {
    this.#isTerminated = true;
    this.#messages = [];
    this.#worker?.terminate();
  }

  #attach(worker: Worker): void {
    if (this.#isTerminated) {
      worker.terminate();
      return;
    }
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => this.dispatchEvent(new MessageEvent('message', { data })));
    worker.addEventListener('messageerror', () => this.dispatchEvent(new MessageEvent('messageerror')));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.dispatchEvent(new ErrorEvent('error', { message: event.message }));
    });
    for (const { message, transfer } of this.#messages.splice(0)) worker.postMessage(message, transfer);
  }
}
