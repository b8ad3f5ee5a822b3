import type { CSSResult } from 'lit';
import type { Layout, PlotHover, PointPx, SelectedRows } from '../../engine/index';
import { BrushController } from '../controllers/brush-controller';
import { HoverController } from '../controllers/hover-controller';
import { NearestController } from '../controllers/nearest-controller';
import { ZoomController } from '../controllers/zoom-controller';
import type { ToolsPlot } from '../plot-tools/plot-tools';
import { ToolsOfPlot } from '../plot-tools/tools-on-demand';
import { DataTable, type TableSource } from './data-table';
import { dataTableStyles } from './data-table-styles';
import { brushable, followable, hoverable, zoomable, type PlotHandle } from './plot-handle';
import { shapeMark } from './shape-mark';
import { tooltipStyles } from './tooltip-styles';

/** What users do with a picture: hover, select, zoom, and read it as a table. Loaded once there is a picture. */
export class PlotInteraction {
  readonly hover: HoverController;
  readonly table: DataTable;
  readonly tools: ToolsOfPlot;
  /** Draws the selection. */
  readonly shapeMark = shapeMark;

  /**
   * @param target the element that listens
   * @param hovered called when the information about a mark is complete, or hidden (null)
   * @param wear adds styles to the plot
   */
  constructor(
    host: ToolsPlot & PlotHandle['plot'],
    handle: PlotHandle,
    target: () => HTMLElement,
    table: TableSource,
    hovered: (hover: PlotHover | null) => void,
    wear: (styles: readonly CSSResult[]) => void,
  ) {
    wear([tooltipStyles, dataTableStyles]);
    // Before the brush: Escape closes a tooltip opened by keyboard, and only then clears the brush.
    const following = new NearestController(host, followable(handle), target);
    this.hover = new HoverController(
      host,
      hoverable(handle, (at) => following.cursorMoved(at), hovered),
      target,
    );
    const brushing = new BrushController(
      host,
      brushable(handle, () => this.hover.cursor),
      target,
    );
    new ZoomController(host, zoomable(handle, brushing), target);
    this.table = new DataTable(host, table);
    const rows = async (): Promise<SelectedRows | null> => (await handle.view()?.selectedRows()) ?? null;
    this.tools = new ToolsOfPlot({ plot: host, name: table.name, rows, wear });
  }
}

/** A point of the element as one of the panel that contains it, else of the first. */
export function panelPoint({ panels }: Layout, xCss: number, yCss: number): PointPx {
  const inside = panels.findIndex(
    ({ box }) => xCss >= box.x && xCss <= box.x + box.width && yCss >= box.y && yCss <= box.y + box.height,
  );
  const panel = Math.max(0, inside);
  const { box } = panels[panel]!;
  return { x: xCss - box.x, y: box.y + box.height - yCss, panel };
}
