let context: OffscreenCanvasRenderingContext2D | null = null;

/** Longest kept texts: zooming writes new ones with every frame. */
const MOST_KEPT = 2000;

/** How wide a plot writes its labels, measured in the font that its styles ask for. */
export class TextWidths {
  readonly #host: HTMLElement;
  readonly #known = new Map<string, number>();
  #font: string | null = null;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** The styles may have changed: asks for the font again. */
  refresh(): void {
    this.#font = null;
  }

  /** In CSS pixels. */
  readonly measure = (text: string): number => {
    this.#font ??= this.#fontNow();
    let width = this.#known.get(text);
    if (width === undefined) {
      if (this.#known.size >= MOST_KEPT) this.#known.clear();
      context ??= new OffscreenCanvas(1, 1).getContext('2d')!;
      context.font = this.#font;
      // A canvas has no tabular figures (each as wide as the widest digit); 0 is nearly that wide.
      this.#known.set(text, width = context.measureText(text.replace(/[1-9]/g, '0')).width);
    }
    return width;
  };

  #fontNow(): string {
    this.#known.clear();
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(this.#host);
    return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  }
}
