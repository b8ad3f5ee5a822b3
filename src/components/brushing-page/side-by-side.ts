/** A rectangle on the page, in CSS pixels. */
export interface PlacedBox {
  readonly x: number;
  readonly y: number;
  readonly widthCss: number;
  readonly heightCss: number;
}

const GAP_CSS = 16;

/** The places of plots as they are on the page, without the space that other elements take between them. */
export function sideBySide(boxes: readonly PlacedBox[]): {
  readonly places: readonly { readonly x: number; readonly y: number }[];
  readonly widthCss: number;
  readonly heightCss: number;
} {
  const across = withoutGaps(boxes.map(({ x, widthCss }) => [x, x + widthCss] as const));
  const down = withoutGaps(boxes.map(({ y, heightCss }) => [y, y + heightCss] as const));
  return {
    places: boxes.map(({ x, y }) => ({ x: across.at(x), y: down.at(y) })),
    widthCss: across.length,
    heightCss: down.length,
  };
}

function withoutGaps(spans: readonly (readonly [from: number, to: number])[]): {
  readonly at: (place: number) => number;
  readonly length: number;
} {
  /** Where a span begins behind a gap, and how much of the gap and of those before it is left out. */
  const cuts: { from: number; by: number }[] = [];
  let [end, by] = [0, 0];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const kept = cuts.length === 0 ? 0 : GAP_CSS;
    if (cuts.length === 0 || from - end > kept) {
      by += from - end - kept;
      cuts.push({ from, by });
    }
    end = Math.max(end, to);
  }
  const at = (place: number): number => Math.round(place - (cuts.findLast(({ from }) => from <= place)?.by ?? 0));
  return { at, length: at(end) };
}
