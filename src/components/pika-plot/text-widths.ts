let context: OffscreenCanvasRenderingContext2D | null = null;

/** Maximum number of cached strings: zooming produces new labels every frame. */
const MAX_KEPT = 2000;

/** Widths of labels in the font of the plot's styles, measured and cached. */
export class TextWidths {
  readonly #host: HTMLElement;
  readonly #known = new Map<string, number>();
  #font: string | null = null;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** Call it when the styles may have changed: reads the font again. */
  refresh(): void {
    this.#font = null;
  }

  /** Width in CSS pixels. */
  readonly measure = (text: string): number => {
    this.#font ??= this.#fontNow();
    let width = this.#known.get(text);
    if (width === undefined) {
      if (this.#known.size >= MAX_KEPT) this.#known.clear();
      context ??= new OffscreenCanvas(1, 1).getContext('2d')!;
      context.font = this.#font;
      // Labels use tabular figures (all as wide as the widest digit), which a canvas lacks; 0 is nearly that wide.
      this.#known.set(text, (width = context.measureText(text.replace(/[1-9]/g, '0')).width));
    }
    return width;
  };

  #fontNow(): string {
    this.#known.clear();
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(this.#host);
    return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  }
}
