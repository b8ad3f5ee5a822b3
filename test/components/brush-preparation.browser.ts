/// <reference types="mocha" />
/** When a brush is prepared: the pointer comes to a plot, not a plot to the pointer. */
import { BrushController, type Brushable } from '../../src/components/controllers/brush-controller';

/** Two targets side by side, and how often a brush was prepared on each. */
function targets(): { readonly elements: readonly HTMLElement[]; readonly prepared: number[] } {
  const prepared = [0, 0];
  const elements = prepared.map((_, i) => {
    const element = document.createElement('div');
    document.body.append(element);
    const plot: Brushable = {
      boxes: () => [],
      axes: () => ({ x: true, y: false }),
      curve: () => false,
      picks: () => false,
      cursor: () => null,
      shape: () => null,
      stepCss: () => 0,
      brushTo: () => undefined,
      lassoTo: () => undefined,
      pickAt: () => undefined,
      hold: () => () => undefined,
      prepareBrush: () => void prepared[i]!++,
    };
    const host = {
      addController: () => undefined,
      removeController: () => undefined,
      requestUpdate: () => undefined,
      updateComplete: Promise.resolve(true),
    };
    new BrushController(host, plot, () => element).hostUpdated();
    return element;
  });
  return { elements, prepared };
}

function point(element: HTMLElement, type: string, screenX: number): void {
  element.dispatchEvent(new PointerEvent(type, { screenX, screenY: 200, pointerType: 'mouse' }));
}

function same(actual: readonly number[], expected: readonly number[], what: string): void {
  if (actual.join() !== expected.join()) throw new Error(`${what}: prepared ${actual} instead of ${expected} times`);
}

describe('a brush is prepared', () => {
  it('once for each plot that the pointer enters', () => {
    const { elements, prepared } = targets();
    const [a, b] = elements as [HTMLElement, HTMLElement];
    point(a, 'pointerenter', 10);
    point(a, 'pointermove', 11);
    same(prepared, [1, 0], 'entered');
    point(a, 'pointerleave', 12);
    point(b, 'pointerenter', 13);
    same(prepared, [1, 1], 'the next one');
  });

  it('not for plots that scroll below a pointer that rests, until it moves', () => {
    const { elements, prepared } = targets();
    const [a, b] = elements as [HTMLElement, HTMLElement];
    point(a, 'pointerenter', 20);
    point(a, 'pointerleave', 20);
    point(b, 'pointerenter', 20);
    same(prepared, [1, 0], 'scrolled');
    point(b, 'pointermove', 21);
    point(b, 'pointermove', 22);
    same(prepared, [1, 1], 'moved');
  });
});
