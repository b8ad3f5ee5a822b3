import type { BoxCss, PointPx, PlotHover, ReadyModel, Plot } from '../../engine/index';
import type { Brushable, BrushController } from '../controllers/brush-controller';
import type { Hoverable } from '../controllers/hover-controller';
import type { Followable } from '../controllers/nearest-controller';
import type { Zoomable } from '../controllers/zoom-controller';
import { dragSelects, selectsNearest } from './drag-selects';

/** The part of a plot's element that its controllers use: attributes, view and model. */
export interface PlotHandle {
  readonly plot: {
    readonly brush: string | null;
    readonly pick: boolean;
    readonly zoom: string | null;
    readonly tooltip: string | null;
    readonly tools: string | null;
  };
  /** Null before the engine has created it. */
  readonly view: () => Plot | null;
  /** Null while there is no picture. */
  readonly ready: () => ReadyModel | null;
}

/** The boxes of the panels; none while there is no picture. */
function boxesOf(ready: ReadyModel | null): readonly BoxCss[] {
  return ready?.layout.panels.map(({ box }) => box) ?? [];
}

export function brushable({ plot, view, ready }: PlotHandle, cursor: () => PointPx | null): Brushable {
  const has = (axis: 'x' | 'y'): boolean =>
    dragSelects(plot.brush) && (plot.brush === 'lasso' || plot.brush!.includes(axis));
  return {
    boxes: () => boxesOf(ready()),
    axes: () => ({ x: has('x'), y: has('y') }),
    curve: () => plot.brush === 'lasso',
    picks: () => plot.pick,
    cursor,
    shape: () => ready()?.shape ?? null,
    stepCss: (axis, panel) => view()?.brushStepCss(axis, panel) ?? 0,
    brushTo: (brush) => view()?.brushTo(brush),
    lassoTo: (corners, panel) => view()?.lasso(corners, panel),
    pickAt: (at, add) => view()?.pick(at, add),
    hold: () => view()?.holdSelection() ?? (() => undefined),
    prepareBrush: () => view()?.prepareBrush(),
  };
}

export function zoomable({ plot, view, ready }: PlotHandle, brushing: BrushController): Zoomable {
  return {
    boxes: () => boxesOf(ready()),
    axes: () => view()?.zoomable ?? {},
    dragSelects: () => dragSelects(plot.brush),
    hasSelection: () => (ready()?.shape ?? null) !== null,
    cancelSelecting: () => brushing.cancelDrag(),
    zoomAt: (places, factor) => view()?.zoomAt(places, factor),
    panBy: (fractions) => view()?.panBy(fractions),
    reset: () => view()?.show({ x: null, y: null }),
    settle: () => view()?.settle(),
  };
}

export function hoverable(
  { plot, view, ready }: PlotHandle,
  cursorMoved: (at: PointPx) => void,
  changed: (hover: PlotHover | null) => void,
): Hoverable {
  const quiet = (): boolean => plot.tooltip === 'off';
  return {
    boxes: () => (quiet() && !plot.pick && !selectsNearest(plot.brush) ? [] : boxesOf(ready())),
    quiet,
    cursorMoved,
    changed,
    // In a zoomable plot, arrows pan.
    arrowsFree: () => plot.zoom === null,
    point: (at) => view()?.hoverLookup?.point(at),
    leave: () => view()?.hoverLookup?.pointerLeft(),
    step: (from, dx, dy) => view()?.hoverLookup?.step(from, dx, dy) ?? null,
  };
}

export function followable({ plot, view, ready }: PlotHandle): Followable {
  return {
    boxes: () => (selectsNearest(plot.brush) ? boxesOf(ready()) : []),
    point: (at) => view()?.nearestFollower?.point(at),
    leave: () => view()?.nearestFollower?.pointerLeft(),
  };
}
