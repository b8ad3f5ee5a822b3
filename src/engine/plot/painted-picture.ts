/** Knows whether the picture of a plot's rows has been painted, and lets others wait for it. */
export class PaintedPicture {
  #isFullyFiltered: boolean | null = null;
  #waiting: (() => void)[] = [];

  /**
   * Whether the painted picture applies all filters: false if a plot that filters this one was still loading. Null
   * until a picture has been painted.
   */
  get isFullyFiltered(): boolean | null {
    return this.#isFullyFiltered;
  }

  painted(isFullyFiltered: boolean): void {
    this.#isFullyFiltered = isFullyFiltered;
    this.#wake();
  }

  /** The rows have left or can't be drawn. No paint may ever follow, so this ends every wait. */
  gone(): void {
    this.#isFullyFiltered = null;
    this.#wake();
  }

  /** Resolves once the picture is painted or gone; at once if it is painted. */
  async settled(): Promise<void> {
    if (this.#isFullyFiltered === null) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
