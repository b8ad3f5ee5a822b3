import { neighbourOf } from '../guides/neighbour-panel';
import type { PointPx } from '../inspect/hover';
import { HoverLookup } from '../inspect/hover-lookup';
import { NearestFollower } from '../select/nearest-follower';
import type { PlotSelector } from '../select/plot-selector';
import { hasAxes } from './axis-specs';
import { countsHoverScene, followerScene, tableHoverScene, type ShownPanel } from './hover-scenes';
import { sliceCodesAt } from './pie-slices';
import type { PlotLayers } from './plot-layers';
import type { PlotPresenter } from './plot-presenter';
import type { PlotScales } from './plot-scales';

/** Finds what lies under the pointer or the keyboard cursor, in the panels that the plot shows. */
export class PlotPointing {
  /** Looks up what lies under the pointer. */
  readonly hoverLookup: HoverLookup;
  /** Selects the row nearest to the pointer. */
  readonly nearestFollower: NearestFollower;
  readonly #layers: PlotLayers;
  readonly #scales: PlotScales;
  readonly #presenter: PlotPresenter;

  constructor(layers: PlotLayers, scales: PlotScales, presenter: PlotPresenter, selector: PlotSelector) {
    this.#layers = layers;
    this.#scales = scales;
    this.#presenter = presenter;
    const inPanel =
      <T>(scene: (layers: PlotLayers, scales: PlotScales, shown: ShownPanel) => T | null) =>
      (panel: number): T | null => {
        const shown = this.#panel(panel);
        return shown && scene(layers, scales, shown);
      };
    this.nearestFollower = new NearestFollower(inPanel(followerScene), selector);
    this.hoverLookup = new HoverLookup(
      inPanel(countsHoverScene),
      inPanel(tableHoverScene),
      (panel, dx, dy) => presenter.ready && neighbourOf(presenter.ready.layout.panels, panel, dx, dy),
      (hover) => presenter.hovered(hover),
    );
  }

  /** The picture has changed under the pointer. */
  refresh(): void {
    this.hoverLookup.refresh();
    this.nearestFollower.refresh();
  }

  /** The categories of the slice at a place; null if the plot isn't a pie. */
  sliceCodesAt(at: PointPx): readonly number[] | null {
    const { plan } = this.#layers;
    const shown = this.#panel(at.panel ?? 0);
    if (!shown || !plan || hasAxes(plan)) return null;
    const scene = tableHoverScene(this.#layers, this.#scales, shown);
    return scene && sliceCodesAt(scene, at);
  }

  #panel(panel: number): ShownPanel | null {
    const shown = this.#presenter.ready?.layout.panels[panel];
    return shown ? { panel, box: shown.box } : null;
  }
}
