import { panelsText } from './facets/facet-texts';
import { hiddenRows, type HiddenRows } from './facets/hidden-rows';
import { hiddenTextsNote } from './notes/hidden-texts-note';
import type { PlotLayers } from './plot-layers';
import type { PlotPresenter } from './plot-presenter';
import type { StillPicture } from './still-picture';

/** Reading counts back on every frame of a drag would stall a GPU. */
const DESCRIBE_AFTER_MS = 150;
/** A screen reader reads out every change of a live region in full. After a drag, it would go on for a minute. */
const SELECTION_TEXT_AFTER_MS = 200;

/** The description of a layer that has nothing to draw. */
const NO_ROWS = 'No rows.';
/** The description of a layer whose rows are all in panels that the plot doesn't show. */
const NO_ROWS_SHOWN = 'No rows in the panels shown.';

/** Describes the picture and the selection of one plot in words, once the user pauses. */
export class PlotDescriber {
  readonly #layers: PlotLayers;
  readonly #presenter: PlotPresenter;
  readonly #still: StillPicture;
  readonly #countExactly: () => Promise<unknown>;
  readonly #note: () => string | null;
  /** How many texts of the picture are left out for lack of room. */
  hiddenTexts = 0;
  /** Says that there is no room for the legends; null if they are shown. */
  hiddenLegend: string | null = null;
  #hiddenRows: HiddenRows | null = null;
  #stopDescribing: (() => void) | null = null;
  #cancelSelectionText: (() => void) | null = null;

  /**
   * @param still gets the counts that the picture shows
   * @param countExactly resolves once the counts cover all rows, not a sample
   * @param note returns the notes of all layers, for the rows that the picture shows
   */
  constructor(
    layers: PlotLayers,
    presenter: PlotPresenter,
    still: StillPicture,
    countExactly: () => Promise<unknown>,
    note: () => string | null,
  ) {
    this.#layers = layers;
    this.#presenter = presenter;
    this.#still = still;
    this.#countExactly = countExactly;
    this.#note = note;
  }

  /** How many rows are in panels that the plot doesn't show; none while this is unknown. */
  get hiddenRows(): readonly string[] {
    const counted = this.#hiddenRows;
    return counted && counted.facets === this.#layers.facets ? counted.notes : [];
  }

  stop(): void {
    this.#stopDescribing?.();
    this.#cancelSelectionText?.();
  }

  /** Updates the text of the selection: after a pause, or at once when the selection is cleared. */
  describeSelection(selectedText: string): void {
    this.#cancelSelectionText?.();
    const shown = this.#presenter.ready?.selectedText;
    const clock = this.#layers.primary?.loaded?.context.clock;
    const say = (): void => this.#presenter.change({ selectedText });
    if (shown === selectedText) return;
    if (selectedText === '' || !clock) say();
    else this.#cancelSelectionText = clock.after(SELECTION_TEXT_AFTER_MS, say);
  }

  /**
   * Describes the picture once it is painted and the user pauses. Does not wait for pending searches and indexes.
   */
  describePicture(): void {
    const context = this.#layers.primary?.loaded?.context;
    if (!context) return;
    const { plan } = this.#layers;
    this.#stopDescribing?.();
    const painted = context.frameScheduler.painted();
    this.#stopDescribing = context.clock.after(
      DESCRIBE_AFTER_MS,
      () =>
        void painted
          .then(async () => {
            // Describe exact counts, not those of a sample.
            if (this.#layers.isApproximate) await this.#countExactly();
            const summary = await this.#summary();
            if (summary === null || this.#layers.plan !== plan) return;
            // It also needs the unfiltered counts behind the described ones.
            const axes = this.#layers.primary?.axes;
            const isCurrent = (): boolean => this.#layers.primary?.axes === axes;
            await this.#still.complete((slot) => context.frameScheduler.read(slot), isCurrent);
            if (this.#layers.plan !== plan) return;
            this.#presenter.change({ summary, note: this.#note() });
          })
          .catch(() => undefined),
    );
  }

  /** A sentence for each layer; null if another picture replaces this one. */
  async #summary(): Promise<string | null> {
    const sentences: string[] = [];
    this.#hiddenRows = await hiddenRows(this.#layers);
    const noRows = this.hiddenRows.length > 0 ? NO_ROWS_SHOWN : NO_ROWS;
    for (const layer of this.#layers.all) {
      const sentence = layer.isEmpty ? NO_ROWS : await layer.describe();
      if (sentence === null) return null;
      // A box has parts without rows, if it has no outliers for example.
      const isPart = layer.loaded?.plan.part != null;
      if (!isPart || sentence !== NO_ROWS) sentences.push(sentence === NO_ROWS ? noRows : sentence);
    }
    if (sentences.length === 0) sentences.push(noRows);
    sentences.push(...this.hiddenRows.map((note) => `${note}.`));
    const panels = this.#layers.plan && panelsText(this.#layers.plan, this.#layers.facets);
    if (panels !== null) sentences.push(panels);
    const hidden = hiddenTextsNote(this.hiddenTexts);
    if (hidden !== null) sentences.push(`${hidden}.`);
    return sentences.join(' ');
  }
}
