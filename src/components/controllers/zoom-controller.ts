import type { ReactiveControllerHost } from 'lit';
import type { BoxCss, PerAxis } from '../../engine/index';
import { ListeningController } from './listening-controller';
import type { ClientPoint } from './own-pixels';
import { placeOf } from './place-in-box';

/** The part of a plot that zooming uses. */
export interface Zoomable {
  /** The panels, in CSS pixels of the target; none while the plot is not drawn. Zooming one zooms all. */
  readonly boxes: () => readonly BoxCss[];
  readonly axes: () => PerAxis<true>;
  /** Whether a plain drag selects, so it must not pan. */
  readonly dragSelects: () => boolean;
  readonly hasSelection: () => boolean;
  /** Ends a selection that a first finger began. */
  readonly cancelSelecting: () => void;
  /** Zooms about a place in the box, 0 at its left and bottom, 1 at its right and top. */
  readonly zoomAt: (places: PerAxis<number>, factor: number) => void;
  /** Pans by fractions of the box, towards higher values when positive. */
  readonly panBy: (fractions: PerAxis<number>) => void;
  readonly reset: () => void;
  /** The user has let go. */
  readonly settle: () => void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const WHEEL_PER_PX = 0.0015;
/** Browsers report a trackpad pinch as wheel events with `ctrlKey` set and small deltas. */
const PINCH_PER_PX = 0.01;
const LINE_CSS = 16;
const PAGE_CSS = 400;
/** A pointer that moves no further is a click. */
const CLICK_CSS = 2;
const KEY_FACTOR = 1.5;
const KEY_PAN = 0.1;

/**
 * Zooms and pans by wheel, trackpad, touch and keyboard. It takes a pointer with the middle button, Space or Alt before
 * other controllers see it, but a plain drag only if that does not select. A second finger takes over the first, even
 * while that selects. Everything else is left to the brush.
 */
export class ZoomController extends ListeningController {
  readonly #plot: Zoomable;
  /** Positions of touching fingers in the box, 0 to 1; by pointer id. */
  readonly #touching = new Map<number, Point>();
  /** The panning pointer: its last position in the box, and its first in the viewport. */
  #panning: { readonly pointerId: number; readonly startClient: ClientPoint; at: Point; moved: boolean } | null = null;
  /** The panel of the pan or pinch. */
  #panel = 0;
  #spaceHeld = false;
  #selectedBefore = false;

  constructor(host: ReactiveControllerHost, plot: Zoomable, target: () => HTMLElement) {
    super(host, target);
    this.#plot = plot;
  }

  /** In the capture phase, so that the brush sees only the events left to it. */
  protected override listen(target: HTMLElement, signal: AbortSignal): void {
    const first = { signal, capture: true };
    target.addEventListener('wheel', this.#wheel, { signal, passive: false });
    target.addEventListener(
      'mousedown',
      (event) => {
        if (event.detail <= 1) this.#selectedBefore = this.#plot.hasSelection();
      },
      first,
    );
    target.addEventListener('pointerdown', this.#down, first);
    target.addEventListener('pointermove', this.#move, first);
    target.addEventListener('pointerup', this.#up, first);
    target.addEventListener('pointercancel', this.#up, first);
    target.addEventListener('dblclick', this.#doubleClick, { signal });
    target.addEventListener('keydown', this.#keyDown, { signal });
    target.addEventListener(
      'keyup',
      (event) => {
        if (event.key === ' ') this.#spaceHeld = false;
      },
      { signal },
    );
    target.addEventListener(
      'blur',
      () => {
        this.#spaceHeld = false;
      },
      { signal },
    );
  }

  protected override forget(): void {
    this.#touching.clear();
    this.#panning = null;
    this.#spaceHeld = false;
  }

  readonly #wheel = (event: WheelEvent): void => {
    const place = this.#placeOf(event);
    if (!this.#isOn || !place || !isInside(place)) return;
    event.preventDefault();
    const scale =
      event.deltaMode === event.DOM_DELTA_LINE ? LINE_CSS : event.deltaMode === event.DOM_DELTA_PAGE ? PAGE_CSS : 1;
    if (!event.ctrlKey && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const ahead = this.#placeIn(place.panel, {
        clientX: event.clientX + event.deltaX * scale,
        clientY: event.clientY,
      });
      if (ahead) this.#pan({ x: ahead.x - place.x, y: 0 });
    } else
      this.#plot.zoomAt(
        this.#zoomableOnly(place),
        Math.exp(event.deltaY * scale * (event.ctrlKey ? PINCH_PER_PX : WHEEL_PER_PX)),
      );
  };

  readonly #down = (event: PointerEvent): void => {
    const place = this.#placeOf(event);
    if (!this.#isOn || !place || !isInside(place)) return;
    const { clientX, clientY } = event;
    if (this.#touching.size === 0 && !this.#panning) this.#panel = place.panel;
    if (event.pointerType === 'touch') {
      this.#touching.set(event.pointerId, place);
      if (this.#touching.size === 2) {
        this.#plot.cancelSelecting();
        this.#panning = null;
      }
      if (this.#touching.size >= 2) return this.#take(event);
    }
    const asked = event.button === 1 || (event.button === 0 && (event.altKey || this.#spaceHeld));
    if (this.#panning || !(asked || (event.button === 0 && !this.#plot.dragSelects()))) return;
    this.#panning = { pointerId: event.pointerId, startClient: { clientX, clientY }, at: place, moved: false };
    // Without modifiers, a click still reaches the other controllers.
    if (asked) this.#take(event);
    else this.target.setPointerCapture(event.pointerId);
  };

  readonly #move = (event: PointerEvent): void => {
    const pinches = this.#touching.size >= 2 && this.#touching.has(event.pointerId);
    const pans = event.pointerId === this.#panning?.pointerId;
    const at = pinches || pans ? this.#placeIn(this.#panel, event) : null;
    if (!at) return;
    if (pinches) {
      this.#pinch(event.pointerId, at);
      return this.#take(event);
    }
    const { at: before, moved, startClient } = this.#panning!;
    if (!moved && Math.hypot(event.clientX - startClient.clientX, event.clientY - startClient.clientY) <= CLICK_CSS)
      return;
    // The brush may have seen the pointer go down: a pan must not end as its click.
    if (!moved) this.#plot.cancelSelecting();
    this.#panning!.moved = true;
    this.#panning!.at = at;
    this.#pan({ x: before.x - at.x, y: before.y - at.y });
    event.stopImmediatePropagation();
  };

  readonly #up = (event: PointerEvent): void => {
    const pinched = this.#touching.size >= 2 && this.#touching.has(event.pointerId);
    this.#touching.delete(event.pointerId);
    if (event.pointerId === this.#panning?.pointerId) this.#panning = null;
    else if (!pinched) return;
    this.#plot.settle();
    if (pinched) event.stopImmediatePropagation();
  };

  /** Keeps the values under the two fingers between them. Places are fractions of the box, distances its pixels. */
  #pinch(pointerId: number, at: Point): void {
    const box = this.#plot.boxes()[this.#panel];
    const [one, other] = [...this.#touching].sort(([id]) => (id === pointerId ? -1 : 1)).map(([, point]) => point);
    this.#touching.set(pointerId, at);
    if (!box || !one || !other) return;
    const middle = (a: Point): Point => ({ x: (a.x + other.x) / 2, y: (a.y + other.y) / 2 });
    const distance = (a: Point): number =>
      Math.max(10, Math.hypot((a.x - other.x) * box.width, (a.y - other.y) * box.height));
    const [from, to] = [middle(one), middle(at)];
    const factor = distance(one) / distance(at);
    // Zooms in before panning: at the edge of the widest domain there would be no space to pan.
    if (factor < 1) this.#plot.zoomAt(this.#zoomableOnly(from), factor);
    this.#pan({ x: from.x - to.x, y: from.y - to.y });
    if (factor >= 1) this.#plot.zoomAt(this.#zoomableOnly(to), factor);
  }

  /** If something was selected, a double click only clears it. */
  readonly #doubleClick = (event: MouseEvent): void => {
    const place = this.#placeOf(event);
    if (this.#isOn && place && isInside(place) && !this.#selectedBefore && !this.#plot.hasSelection())
      this.#plot.reset();
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    if (!this.#isOn || event.ctrlKey || event.metaKey) return;
    if (event.key === ' ') {
      this.#spaceHeld = true;
      return event.preventDefault();
    }
    const pan = event.shiftKey || event.altKey ? undefined : PANS[event.key];
    if (pan && this.#plot.axes()[pan.x ? 'x' : 'y']) this.#pan(pan);
    else if (event.key === '+' || event.key === '=') this.#plot.zoomAt(this.#zoomableOnly(MIDDLE), 1 / KEY_FACTOR);
    else if (event.key === '-') this.#plot.zoomAt(this.#zoomableOnly(MIDDLE), KEY_FACTOR);
    else if (event.key === '0' || event.key === 'Home') this.#plot.reset();
    else return;
    event.preventDefault();
  };

  get #isOn(): boolean {
    const { x, y } = this.#plot.axes();
    return (x ?? y ?? false) && this.#plot.boxes().length > 0;
  }

  #pan(by: Point): void {
    const fractions = this.#zoomableOnly(by);
    if (Object.values(fractions).some((fraction) => fraction !== 0)) this.#plot.panBy(fractions);
  }

  /** Only the zoomable axes. */
  #zoomableOnly({ x, y }: Point): PerAxis<number> {
    const axes = this.#plot.axes();
    return { ...(axes.x && { x }), ...(axes.y && { y }) };
  }

  /** Hides the event from other controllers, and captures the pointer. */
  #take(event: PointerEvent): void {
    event.stopImmediatePropagation();
    event.preventDefault();
    if (event.type === 'pointerdown') this.target.setPointerCapture(event.pointerId);
  }

  /** As fractions of the nearest panel, from its left and bottom; may lie outside. */
  #placeOf(point: ClientPoint): (Point & { readonly panel: number }) | null {
    const panel = placeOf(this.target, this.#plot.boxes(), point)?.panel;
    const place = panel === undefined ? null : this.#placeIn(panel, point);
    return place && { ...place, panel: panel! };
  }

  #placeIn(panel: number, point: ClientPoint): Point | null {
    const box = this.#plot.boxes()[panel];
    const at = placeOf(this.target, this.#plot.boxes(), point, panel);
    return box && at ? { x: at.x / box.width, y: at.y / box.height } : null;
  }
}

const MIDDLE: Point = { x: 0.5, y: 0.5 };

const PANS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -KEY_PAN, y: 0 },
  ArrowRight: { x: KEY_PAN, y: 0 },
  ArrowDown: { x: 0, y: -KEY_PAN },
  ArrowUp: { x: 0, y: KEY_PAN },
};

function isInside({ x, y }: Point): boolean {
  return x >= 0 && x <= 1 && y >= 0 && y <= 1;
}
