import type { ReactiveControllerHost } from 'lit';
import type { BoxCss, PerAxis } from '../../engine/index';
import { ListeningController } from './listening-controller';
import type { ClientPoint } from './own-pixels';
import { placeOf } from './place-in-box';

/** The plot as far as zooming is concerned. */
export interface Zoomable {
  /** Where it shows its axes, in CSS pixels of the target; null while it is not drawn. */
  readonly box: () => BoxCss | null;
  readonly axes: () => PerAxis<true>;
  /** Whether a plain drag is somebody else's: it selects. */
  readonly dragSelects: () => boolean;
  readonly hasSelection: () => boolean;
  /** Ends what a first finger began to select. */
  readonly giveUpSelecting: () => void;
  /** About places in the box, 0 at its left and bottom, 1 at its right and top. */
  readonly zoomAt: (places: PerAxis<number>, factor: number) => void;
  /** By fractions of the box, to higher values when positive. */
  readonly panBy: (fractions: PerAxis<number>) => void;
  readonly reset: () => void;
  /** The reader lets go. */
  readonly rest: () => void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const WHEEL_PER_PX = 0.0015;
/** A pinch on a trackpad comes as wheel events with Ctrl, of few pixels. */
const PINCH_PER_PX = 0.01;
const LINE_CSS = 16;
const PAGE_CSS = 400;
/** A pointer that goes no further clicks. */
const CLICK_CSS = 2;
const KEY_FACTOR = 1.5;
const KEY_PAN = 0.1;

/**
 * Zooms and pans by wheel, trackpad, touch and keyboard. Who takes which pointer: a pan with the middle button, with Space held or with Alt is
 * taken before anybody else sees it; a plain drag only where it selects nothing; and a second finger takes the first one from whoever has it.
 * All else is the brush's.
 */
export class ZoomController extends ListeningController {
  readonly #plot: Zoomable;
  /** Where in the box the fingers are that touch, 0 to 1; by pointer id. */
  readonly #touching = new Map<number, Point>();
  /** The pointer that pans: where in the box it was last, and in the viewport at first. */
  #panning: { readonly pointerId: number; readonly startClient: ClientPoint; at: Point; moved: boolean } | null = null;
  #spaceHeld = false;
  #selectedBefore = false;

  constructor(host: ReactiveControllerHost, plot: Zoomable, target: () => HTMLElement) {
    super(host, target);
    this.#plot = plot;
  }

  /** In the capture phase, so that the brush sees only what is left to it. */
  protected override listen(target: HTMLElement, signal: AbortSignal): void {
    const first = { signal, capture: true };
    target.addEventListener('wheel', this.#wheel, { signal, passive: false });
    target.addEventListener('mousedown', (event) => {
      if (event.detail <= 1) this.#selectedBefore = this.#plot.hasSelection();
    }, first);
    target.addEventListener('pointerdown', this.#down, first);
    target.addEventListener('pointermove', this.#move, first);
    target.addEventListener('pointerup', this.#up, first);
    target.addEventListener('pointercancel', this.#up, first);
    target.addEventListener('dblclick', this.#doubleClick, { signal });
    target.addEventListener('keydown', this.#keyDown, { signal });
    target.addEventListener('keyup', (event) => {
      if (event.key === ' ') this.#spaceHeld = false;
    }, { signal });
    target.addEventListener('blur', () => { this.#spaceHeld = false; }, { signal });
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
    const scale = event.deltaMode === event.DOM_DELTA_LINE ? LINE_CSS : event.deltaMode === event.DOM_DELTA_PAGE ? PAGE_CSS : 1;
    if (!event.ctrlKey && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const ahead = this.#placeOf({ clientX: event.clientX + event.deltaX * scale, clientY: event.clientY });
      if (ahead) this.#pan({ x: ahead.x - place.x, y: 0 });
    }
    else this.#plot.zoomAt(this.#mine(place), Math.exp(event.deltaY * scale * (event.ctrlKey ? PINCH_PER_PX : WHEEL_PER_PX)));
  };

  readonly #down = (event: PointerEvent): void => {
    const place = this.#placeOf(event);
    if (!this.#isOn || !place || !isInside(place)) return;
    const { clientX, clientY } = event;
    if (event.pointerType === 'touch') {
      this.#touching.set(event.pointerId, place);
      if (this.#touching.size === 2) {
        this.#plot.giveUpSelecting();
        this.#panning = null;
      }
      if (this.#touching.size >= 2) return this.#take(event);
    }
    const asked = event.button === 1 || (event.button === 0 && (event.altKey || this.#spaceHeld));
    if (this.#panning || !(asked || (event.button === 0 && !this.#plot.dragSelects()))) return;
    this.#panning = { pointerId: event.pointerId, startClient: { clientX, clientY }, at: place, moved: false };
    // A click that is no drag stays whoever's it is.
    if (asked) this.#take(event);
    else this.target.setPointerCapture(event.pointerId);
  };

  readonly #move = (event: PointerEvent): void => {
    const pinches = this.#touching.size >= 2 && this.#touching.has(event.pointerId);
    const pans = event.pointerId === this.#panning?.pointerId;
    const at = pinches || pans ? this.#placeOf(event) : null;
    if (!at) return;
    if (pinches) {
      this.#pinch(event.pointerId, at);
      return this.#take(event);
    }
    const { at: before, moved, startClient } = this.#panning!;
    if (!moved && Math.hypot(event.clientX - startClient.clientX, event.clientY - startClient.clientY) <= CLICK_CSS) return;
    // A drag that pans is no click, whoever saw it begin.
    if (!moved) this.#plot.giveUpSelecting();
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
    this.#plot.rest();
    if (pinched) event.stopImmediatePropagation();
  };

  /** What was between two fingers stays between them. Places are fractions of the box; distances are in its pixels. */
  #pinch(pointerId: number, at: Point): void {
    const box = this.#plot.box();
    const [one, other] = [...this.#touching].sort(([id]) => (id === pointerId ? -1 : 1)).map(([, point]) => point);
    this.#touching.set(pointerId, at);
    if (!box || !one || !other) return;
    const middle = (a: Point): Point => ({ x: (a.x + other.x) / 2, y: (a.y + other.y) / 2 });
    const distance = (a: Point): number => Math.max(10, Math.hypot((a.x - other.x) * box.width, (a.y - other.y) * box.height));
    const [from, to] = [middle(one), middle(at)];
    const factor = distance(one) / distance(at);
    // Zoomed in first there is room to pan, where home ends at the edge of the plot.
    if (factor < 1) this.#plot.zoomAt(this.#mine(from), factor);
    this.#pan({ x: from.x - to.x, y: from.y - to.y });
    if (factor >= 1) this.#plot.zoomAt(this.#mine(to), factor);
  }

  /** Where something was selected, two clicks clear that and no more. */
  readonly #doubleClick = (event: MouseEvent): void => {
    const place = this.#placeOf(event);
    if (this.#isOn && place && isInside(place) && !this.#selectedBefore && !this.#plot.hasSelection()) this.#plot.reset();
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    if (!this.#isOn || event.ctrlKey || event.metaKey) return;
    if (event.key === ' ') {
      this.#spaceHeld = true;
      return event.preventDefault();
    }
    const pan = event.shiftKey || event.altKey ? undefined : PANS[event.key];
    if (pan && this.#plot.axes()[pan.x ? 'x' : 'y']) this.#pan(pan);
    else if (event.key === '+' || event.key === '=') this.#plot.zoomAt(this.#mine(MIDDLE), 1 / KEY_FACTOR);
    else if (event.key === '-') this.#plot.zoomAt(this.#mine(MIDDLE), KEY_FACTOR);
    else if (event.key === '0' || event.key === 'Home') this.#plot.reset();
    else return;
    event.preventDefault();
  };

  get #isOn(): boolean {
    const { x, y } = this.#plot.axes();
    return (x ?? y ?? false) && this.#plot.box() !== null;
  }

  #pan(by: Point): void {
    const mine = this.#mine(by);
    if (Object.values(mine).some((fraction) => fraction !== 0)) this.#plot.panBy(mine);
  }

  /** Only what concerns axes that are zoomed. */
  #mine({ x, y }: Point): PerAxis<number> {
    const axes = this.#plot.axes();
    return { ...(axes.x && { x }), ...(axes.y && { y }) };
  }

  /** Nobody else sees the event; what the pointer does from here on comes to the target. */
  #take(event: PointerEvent): void {
    event.stopImmediatePropagation();
    event.preventDefault();
    if (event.type === 'pointerdown') this.target.setPointerCapture(event.pointerId);
  }

  /** A fraction of the box, from its left and bottom; may lie outside. */
  #placeOf(point: ClientPoint): Point | null {
    const box = this.#plot.box();
    const at = placeOf(this.target, box, point);
    return box && at && { x: at.x / box.width, y: at.y / box.height };
  }
}

const MIDDLE: Point = { x: 0.5, y: 0.5 };

const PANS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -KEY_PAN, y: 0 }, ArrowRight: { x: KEY_PAN, y: 0 }, ArrowDown: { x: 0, y: -KEY_PAN }, ArrowUp: { x: 0, y: KEY_PAN },
};

function isInside({ x, y }: Point): boolean {
  return x >= 0 && x <= 1 && y >= 0 && y <= 1;
}
