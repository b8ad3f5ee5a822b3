import { zoomOf } from '../pika-plot/tooltip';

const GAP_CSS = 4;

/** Places an open menu below its button, or above it, where more of it fits: never outside the window. */
export function placeMenu(menu: HTMLElement, button: HTMLElement): void {
  const { documentElement: root, defaultView } = menu.ownerDocument;
  const [zoom, rootZoom] = [zoomOf(menu), zoomOf(root)];
  menu.style.setProperty('--_zoom', String(zoom));
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const [width, height] = [menu.offsetWidth * zoom, menu.offsetHeight * zoom];
  const windowWidth = root.clientWidth * rootZoom;
  const windowHeight = defaultView?.innerHeight ?? root.clientHeight * rootZoom;
  const within = (at: number, size: number, limit: number): number =>
    Math.max(GAP_CSS, Math.min(limit - size - GAP_CSS, at));
  const fitsBelow = bottom + GAP_CSS + height + GAP_CSS <= windowHeight;
  const at = fitsBelow || windowHeight - bottom > top ? bottom + GAP_CSS : top - GAP_CSS - height;
  // Its right edges are aligned where the button is in the right half of the window.
  const isRight = left + right > windowWidth;
  menu.style.left = `${within(isRight ? right - width : left, width, windowWidth) / zoom}px`;
  menu.style.top = `${within(at, height, windowHeight) / zoom}px`;
}
