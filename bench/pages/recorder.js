/**
 * Watches, in the page, what every plot shows and when: the same for every library, from outside. A classic script, so
 * it runs before any library's code.
 *
 * A digest identifies a picture: of the drawing calls that made it (canvas), or of the marks in the document (SVG, its
 * images by their URL). Its time is the end of the frame that showed it: a message posted from that frame's animation
 * callback arrives when the main thread has finished style, layout and paint. An SVG image counts once it has loaded,
 * not when its node appears.
 */
'use strict';
(() => {
  const channel = new MessageChannel();
  const recorder = {
    /** Elements whose pictures count, in order; set by the page. */
    plots: [],
    /**
     * {sentMs, dispatchedMs, x, y}: one per pointer move, including those that the browser merged; `sentMs` is the
     * event's own time.
     */
    moves: [],
    /** {plot, digest, endMs}: one per new picture. */
    pictures: [],
    longTasks: [],
    frameEndsMs: [],
    frames: 0,
    lastChangeMs: 0,
    clear() {
      this.moves = [];
      this.pictures = [];
      this.longTasks = [];
      this.frameEndsMs = [];
    },
    digests() {
      return this.plots.map((plot) => digestOf(plot));
    },
    /**
     * Resolves once nothing has changed for a while and at least one picture has changed since `sinceMs`; waits at most
     * `patienceMs` for that.
     */
    async settled(sinceMs, idle, { quietMs = 60, patienceMs = 500 } = {}) {
      for (;;) {
        await new Promise((next) => setTimeout(next, 8));
        const now = performance.now();
        const changed = this.lastChangeMs > sinceMs;
        if (
          dirty.size === 0 &&
          idle() &&
          now - Math.max(sinceMs, this.lastChangeMs) > quietMs &&
          (changed || now - sinceMs > patienceMs)
        )
          return;
        if (now - sinceMs > 60_000) throw new Error('The plots did not settle within a minute.');
      }
    },
    /** Resolves at the end of the frame in which every plot shows something. */
    async drawn() {
      while (this.plots.length === 0 || !this.plots.every((plot, i) => seen.has(i) && plot.isConnected))
        await new Promise((next) => waiting.push(next));
      return Math.max(...seen.values());
    },
  };
  window.recorder = recorder;

  const dirty = new Set();
  const seen = new Map();
  let waiting = [];

  const frame = () => {
    requestAnimationFrame(frame);
    channel.port2.postMessage(0);
  };
  channel.port1.onmessage = () => {
    const endMs = performance.now();
    recorder.frames++;
    recorder.frameEndsMs.push(endMs);
    for (const plot of dirty) {
      const index = recorder.plots.indexOf(plot);
      if (index >= 0 && !isLoaded(plot)) continue;
      dirty.delete(plot);
      if (index < 0) continue;
      const digest = digestOf(plot);
      if (digest === '') continue;
      recorder.lastChangeMs = endMs;
      recorder.pictures.push({ plot: index, digest, endMs });
      if (!seen.has(index)) seen.set(index, endMs);
    }
    for (const next of waiting.splice(0)) next();
  };
  requestAnimationFrame(frame);

  addEventListener(
    'pointermove',
    (event) => {
      const dispatchedMs = performance.now();
      const all = event.getCoalescedEvents();
      for (const one of all.length > 0 ? all : [event]) {
        recorder.moves.push({
          sentMs: one.timeStamp,
          dispatchedMs,
          x: one.clientX,
          y: one.clientY,
          buttons: one.buttons,
        });
      }
    },
    { capture: true },
  );

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      recorder.longTasks.push({ startMs: startTime, durationMs: duration });
  }).observe({ type: 'longtask' });

  // Canvases: a digest of the calls since the canvas was last cleared as a whole, or since its first call in this
  // frame.

  const digests = new WeakMap();
  const plotOf = (canvas) => {
    const root = canvas.getRootNode?.();
    return root?.host ?? (root && recorder.plots.find((plot) => plot.contains(canvas))) ?? null;
  };
  const entryOf = (canvas) => {
    const known = digests.get(canvas);
    if (known && known.frame === recorder.frames) return known;
    const fresh = { frame: recorder.frames, value: 0x811c9dc5 };
    digests.set(canvas, fresh);
    return fresh;
  };
  const mix = (entry, word) => {
    entry.value = Math.imul(entry.value ^ word, 0x01000193) >>> 0;
  };
  const floats = new Float64Array(1);
  const words = new Uint32Array(floats.buffer);
  const mixNumber = (entry, number) => {
    floats[0] = number;
    mix(entry, words[0]);
    mix(entry, words[1]);
  };
  /** About one pixel in eleven: a new count changes far more of them. */
  const mixPixels = (entry, { data }) => {
    const pixels = new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2);
    for (let i = 0; i < pixels.length; i += 11) mix(entry, pixels[i]);
  };
  const mixText = (entry, text) => {
    for (let i = 0; i < text.length; i++) mix(entry, text.charCodeAt(i));
  };

  const watchCalls = (prototype) => {
    if (!prototype) return;
    for (const name of [
      'putImageData',
      'drawImage',
      'fillRect',
      'clearRect',
      'rect',
      'moveTo',
      'lineTo',
      'fill',
      'stroke',
    ]) {
      const call = prototype[name];
      prototype[name] = function (...args) {
        const entry = entryOf(this.canvas);
        if (
          name === 'clearRect' &&
          args[0] <= 0 &&
          args[1] <= 0 &&
          args[2] >= this.canvas.width &&
          args[3] >= this.canvas.height
        )
          entry.value = 0x811c9dc5;
        mixText(entry, name);
        if (name === 'fillRect' || name === 'fill') mixText(entry, String(this.fillStyle));
        for (const arg of args) {
          if (typeof arg === 'number') mixNumber(entry, arg);
          else if (arg instanceof ImageData) mixPixels(entry, arg);
          else if (digests.has(arg)) mix(entry, digests.get(arg).value);
        }
        const plot = plotOf(this.canvas);
        if (plot) dirty.add(plot);
        return call.apply(this, args);
      };
    }
  };
  watchCalls(window.CanvasRenderingContext2D?.prototype);
  watchCalls(window.OffscreenCanvasRenderingContext2D?.prototype);

  // Pictures painted by a GPU look alike from outside; each is assumed to answer the last move before it.
  if (window.GPUCanvasContext) {
    const current = GPUCanvasContext.prototype.getCurrentTexture;
    GPUCanvasContext.prototype.getCurrentTexture = function () {
      digests.set(this.canvas, { frame: recorder.frames, value: -1 });
      const plot = plotOf(this.canvas);
      if (plot) dirty.add(plot);
      return current.call(this);
    };
  }

  // SVG: the attributes of the marks.

  new MutationObserver((records) => {
    for (const { target } of records) {
      const plot = recorder.plots.find((candidate) => candidate.contains(target));
      // A brush redrawn inside its own plot is not a new picture.
      if (!plot || target.closest?.('[class^=interval]')) continue;
      dirty.add(plot);
      for (const image of plot.querySelectorAll('image')) watchImage(image, plot);
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });

  const loaded = new WeakMap();
  const watchImage = (image, plot) => {
    if (loaded.has(image)) return;
    loaded.set(image, false);
    const done = () => {
      loaded.set(image, true);
      dirty.add(plot);
    };
    image.addEventListener('load', done, { once: true });
    image.addEventListener('error', done, { once: true });
  };
  const isLoaded = (plot) => [...plot.querySelectorAll('image')].every((image) => loaded.get(image) !== false);

  const MARKS = [
    ...['rect', 'bar', 'cell'].map((name) => `g[aria-label=${name}] rect`),
    'g[aria-label=line] path',
    'image',
  ];

  function digestOf(plot) {
    const canvas = plot.shadowRoot?.querySelector('canvas') ?? plot.querySelector('canvas');
    if (canvas) return digests.has(canvas) ? String(digests.get(canvas).value) : '';
    const entry = { value: 0x811c9dc5 };
    let found = false;
    for (const mark of plot.querySelectorAll(MARKS.join())) {
      found = true;
      for (const name of ['x', 'y', 'width', 'height', 'd', 'fill', 'href'])
        mixText(entry, mark.getAttribute(name) ?? mark.getAttributeNS('http://www.w3.org/1999/xlink', name) ?? '');
    }
    return found ? String(entry.value) : '';
  }
})();
