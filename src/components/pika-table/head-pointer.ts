import { cellOf, isEdge, positionOf } from './cells';

/** A pointer that moved less has clicked. */
const DRAG_PX = 6;

/** What a pointer does with columns, by their positions from the left. */
export interface HeadActions {
  readonly click: (position: number) => void;
  /** Double-clicks the edge of a head. */
  readonly fit: (position: number) => void;
  readonly widthAt: (position: number) => number;
  readonly setWidth: (position: number, widthPx: number) => void;
  /** The column at a place of the window. */
  readonly positionOver: (clientX: number) => number;
  readonly move: (from: number, to: number) => void;
}

/** The pointer on the heads of a table: a click, the edge of a column that is dragged, or a column. */
export class HeadPointer {
  readonly #row: HTMLElement;
  readonly #actions: HeadActions;

  constructor(row: HTMLElement, actions: HeadActions) {
    this.#row = row;
    this.#actions = actions;
    row.addEventListener('click', (event) => this.#at(event, false, actions.click));
    row.addEventListener('dblclick', (event) => this.#at(event, true, actions.fit));
    row.addEventListener('pointerdown', (event) => this.#press(event));
  }

  /** Acts on the column of an event, if it is on its edge, or is not. */
  #at(event: Event, onEdge: boolean, act: (position: number) => void): void {
    const cell = cellOf(event);
    if (cell && isEdge(event) === onEdge) act(positionOf(cell));
  }

  #press(event: PointerEvent): void {
    const cell = cellOf(event);
    if (!cell || event.button !== 0) return;
    const position = positionOf(cell);
    if (isEdge(event)) return this.#resize(event, position);
    let isDragging = false;
    drag(event, {
      move: (moved) => {
        isDragging ||= Math.abs(moved.clientX - event.clientX) >= DRAG_PX;
        if (isDragging) this.#mark(position, this.#actions.positionOver(moved.clientX));
      },
      end: (ended) => {
        this.#mark(position, position);
        if (!isDragging || ended.type === 'pointercancel') return;
        ignoreClick();
        this.#actions.move(position, this.#actions.positionOver(ended.clientX));
      },
    });
  }

  /** Marks where a column would be dropped. */
  #mark(from: number, to: number): void {
    for (const cell of this.#row.children) cell.classList.toggle('dropped', to !== from && positionOf(cell) === to);
  }

  #resize(event: PointerEvent, position: number): void {
    event.preventDefault();
    const edge = event.composedPath()[0] as HTMLElement;
    const startPx = this.#actions.widthAt(position);
    edge.classList.add('dragged');
    drag(event, {
      move: ({ clientX }) => this.#actions.setWidth(position, startPx + clientX - event.clientX),
      end: () => edge.classList.remove('dragged'),
    });
  }
}

/** The click that ends a drag does not sort. There may be none, if the pointer was released elsewhere. */
function ignoreClick(): void {
  const ignore = (event: MouseEvent): void => event.stopPropagation();
  addEventListener('click', ignore, { capture: true });
  setTimeout(() => removeEventListener('click', ignore, { capture: true }));
}

interface Drag {
  readonly move: (event: PointerEvent) => void;
  readonly end: (event: PointerEvent) => void;
}

/** Follows a pressed pointer, wherever it goes, until it is released. */
function drag({ pointerId }: PointerEvent, { move, end }: Drag): void {
  const moved = (event: PointerEvent): void => void (event.pointerId === pointerId && move(event));
  const ended = (event: PointerEvent): void => {
    if (event.pointerId !== pointerId) return;
    removeEventListener('pointermove', moved);
    removeEventListener('pointerup', ended);
    removeEventListener('pointercancel', ended);
    end(event);
  };
  addEventListener('pointermove', moved);
  addEventListener('pointerup', ended);
  addEventListener('pointercancel', ended);
}
