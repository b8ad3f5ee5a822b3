/// <reference types="node" />
/** How many plots begin with which frame, while a page scrolls: on frames and sights that the test decides. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Drawable } from '../../src/components/controllers/drawn-plots';

const HEIGHT = 1000;
type Report = (entries: readonly object[]) => void;
const observers: { readonly report: Report; readonly isNear: boolean }[] = [];
const frames: ((nowMs: number) => void)[] = [];
let nowMs = 0;

before(() => {
  class Observer {
    constructor(report: Report, { rootMargin }: { rootMargin?: string } = {}) {
      observers.push({ report, isNear: rootMargin !== undefined });
    }
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  }
  Object.assign(globalThis, {
    IntersectionObserver: Observer,
    innerHeight: HEIGHT,
    innerWidth: HEIGHT,
    requestAnimationFrame: (call: (atMs: number) => void) => frames.push(call),
  });
});

class Plot implements Drawable {
  readonly element = {} as Element;
  isDrawn = false;
  draw(): void {
    this.isDrawn = true;
  }
  near(): void {}
  far(): void {
    this.isDrawn = false;
  }
}

/** Reports that plots are near the window, from their top on. */
function comeNear(plots: readonly Plot[], top: number): void {
  const boundingClientRect = { top, bottom: top + 100, left: 0, right: 100 };
  const entries = plots.map(({ element }) => ({ target: element, isIntersecting: true, boundingClientRect }));
  observers.find(({ isNear }) => isNear)!.report(entries);
}

/** Draws a frame; returns how many of the plots have begun so far. */
function frame(plots: readonly Plot[], afterMs: number): number {
  nowMs += afterMs;
  for (const call of frames.splice(0)) call(nowMs);
  return plots.filter(({ isDrawn }) => isDrawn).length;
}

test('plots begin a few per frame: those in sight first, those ahead of it faster where frames are slow', async () => {
  const { drawnPlots } = await import('../../src/components/controllers/drawn-plots');
  const plots = Array.from({ length: 200 }, () => new Plot());
  for (const plot of plots) drawnPlots.add(plot);
  await Promise.resolve();
  const [first, ahead, inSight] = [plots.slice(0, 40), plots.slice(40, 60), plots.slice(60, 80)];

  comeNear(first, 0);
  assert.ok(
    first.every(({ isDrawn }) => isDrawn),
    'all in sight at once when a page opens',
  );
  for (const plot of first) drawnPlots.settled(plot);

  comeNear(ahead, HEIGHT + 100);
  assert.deepEqual(
    [16, 16, 16].map((ms) => frame(ahead, ms)),
    [2, 4, 6],
    'frames in time',
  );
  assert.deepEqual(
    [40, 40].map((ms) => frame(ahead, ms)),
    [11, 16],
    'slow frames',
  );

  comeNear(inSight, 100);
  assert.equal(frame(inSight, 16), 5, 'in sight');
  assert.equal(frame(ahead, 16), 16, 'those ahead wait');
});
