/** Real pointer input through the browser's own input pipeline, timed by the clock, independent of the page. */

export class Pointer {
  #session;
  #buttons = 0;
  #at = { x: 0, y: 0 };

  /** @param session a CDP session of the page */
  constructor(session) {
    this.#session = session;
  }

  /** Resolves when the page has handled the move. */
  move(x, y) {
    this.#at = { x, y };
    return this.#send('mouseMoved', this.#buttons ? 'left' : 'none');
  }

  press() {
    this.#buttons = 1;
    return this.#send('mousePressed', 'left', 1);
  }

  release() {
    this.#buttons = 0;
    return this.#send('mouseReleased', 'left', 1);
  }

  /** Turns the wheel at the pointer. */
  turn(deltaY) {
    return this.#session.send('Input.dispatchMouseEvent', {
      type: 'mouseWheel',
      ...this.#at,
      deltaX: 0,
      deltaY,
      pointerType: 'mouse',
    });
  }

  /** One move per `everyMs`, sent whether or not the page keeps up, as from a hand. */
  async sweep(points, everyMs) {
    const startMs = performance.now();
    const sent = [];
    for (const [i, { x, y }] of points.entries()) {
      await sleep(startMs + i * everyMs - performance.now());
      sent.push(this.move(x, y));
    }
    await Promise.all(sent);
  }

  #send(type, button, clickCount = 0) {
    return this.#session.send('Input.dispatchMouseEvent', {
      type,
      ...this.#at,
      button,
      buttons: this.#buttons,
      clickCount,
      pointerType: 'mouse',
    });
  }
}

export function sleep(ms) {
  return new Promise((done) => setTimeout(done, Math.max(0, ms)));
}
