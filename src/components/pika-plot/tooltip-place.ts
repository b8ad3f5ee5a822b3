const MARGIN_CSS = 4;

interface SizeCss {
  readonly width: number;
  readonly height: number;
}

/** The corner of a tooltip beside a point of the window, or else above or below it: never over it or outside. */
export function tooltipAt(
  { x, y }: { readonly x: number; readonly y: number },
  { width, height }: SizeCss,
  window: SizeCss,
  gap: number,
): { readonly left: number; readonly top: number } {
  const within = (at: number, size: number, limit: number): number =>
    Math.max(MARGIN_CSS, Math.min(limit - size - MARGIN_CSS, at));
  const right = x + gap;
  const left = x - gap - width;
  if (right + width + MARGIN_CSS <= window.width) return { left: right, top: within(y + gap, height, window.height) };
  if (left >= MARGIN_CSS) return { left, top: within(y + gap, height, window.height) };
  const below = y + gap + height + MARGIN_CSS <= window.height;
  return {
    left: within(x - width / 2, width, window.width),
    top: below ? y + gap : Math.max(MARGIN_CSS, y - gap - height),
  };
}
