import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What follows the rows of a query, and the function that ends it. */
export type Following<Follower> = readonly [follower: Follower, dispose: () => void];

export interface FollowerListener {
  /** The follower waits for what the author wrote. */
  readonly created: () => void;
  readonly disposed?: () => void;
}

/** Holds one of the engine's followers, such as a table or a count, while its element is on the page. */
export class FollowerController<Follower> implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #create: () => Promise<Following<Follower>>;
  readonly #listener: FollowerListener;
  #follower: Follower | null = null;
  /** Set while there is a follower, or one is being created. */
  #dispose: (() => void) | null = null;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    create: () => Promise<Following<Follower>>,
    listener: FollowerListener,
  ) {
    this.#host = host;
    this.#create = create;
    this.#listener = listener;
    host.addController(this);
  }

  /** Null while the element is off the page, and while the code of the follower loads. */
  get follower(): Follower | null {
    return this.#follower;
  }

  hostConnected(): void {
    void this.#attach();
  }

  /** An element that is only moved keeps its follower. */
  hostDisconnected(): void {
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#detach();
    });
  }

  /** Ends the follower for good. */
  end(): void {
    this.#host.removeController(this);
    this.#detach();
  }

  async #attach(): Promise<void> {
    if (this.#dispose || !this.#host.isConnected) return;
    let isDetached = false;
    this.#dispose = () => (isDetached = true);
    const [follower, dispose] = await this.#create();
    if (isDetached) return dispose();
    this.#follower = follower;
    this.#dispose = dispose;
    this.#listener.created();
  }

  #detach(): void {
    if (!this.#dispose) return;
    this.#dispose();
    this.#dispose = null;
    this.#follower = null;
    this.#listener.disposed?.();
  }
}
