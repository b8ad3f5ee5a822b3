import { rangeKeys } from '../columns/keys';
import type { Filter, SetClause } from '../frame/recording';
import type { PositionChannel } from '../grammar/position-channel';
import { CLAUSE_VERSION, type PointsClause } from '../grammar/selection-clause';
import {
  boxesPx,
  complete,
  isNull,
  movedRange,
  rangeClause,
  rangeOn,
  rangeText,
  selectedRange,
} from './range-selection';
import type { PointPx } from '../inspect/hover';
import {
  axisIn,
  facetRanges,
  facetsAmong,
  type BrushPx,
  type Range,
  type SelectAxis,
  type SelectionShape,
  type SideRange,
  type ViewSelection,
} from './view-selection';

/** One picked bar or cell: a range on each axis. */
type Box = readonly SideRange[];

const MAX_NAMED_BOXES = 4;

/**
 * Picks the bar, category or cell at a point of the plot (pixels of its box, y from the bottom). Replaces the picked
 * ones, or with `add` keeps them; picking it again clears it. Null if nothing is picked then.
 */
export function pickPoint(
  axes: readonly SelectAxis[],
  at: PointPx,
  add: boolean,
  before: ViewSelection | null,
): ViewSelection | null {
  const { panel = 0 } = at;
  const positions = axes.flatMap((side): SideRange[] => {
    const { channel, lengthCss } = side;
    if (channel !== 'x' && channel !== 'y') return [];
    const axis = axisIn(side, panel);
    const fraction = Math.max(0, Math.min(1, at[channel] / lengthCss));
    if (side.band) {
      const { codes, scale } = side.band;
      const code = codes[Math.floor(Math.min(scale.invert(fraction), scale.domain[1] - 1e-9))];
      return code === undefined ? [] : [{ side, values: [code, code + 1] }];
    }
    const bin = binAt(axis.edges, axis.scale.invert(fraction));
    return [{ side, values: [axis.edges[bin]!, axis.edges[bin + 1]!] }];
  });
  const picked = [...positions, ...facetRanges(axes, panel)];
  if (picked.length < axes.length) return add ? before : null;
  return toggled(axes, [picked], add, before);
}

/**
 * Picks the categories of a slice in a panel, as {@link pickPoint} picks a bar. Without a category, clears, or with
 * `add` keeps what is picked. The code of NULL is NaN.
 */
export function pickCategories(
  axes: readonly SelectAxis[],
  codes: readonly number[],
  panel: number,
  add: boolean,
  before: ViewSelection | null,
): ViewSelection | null {
  const side = axes.find(({ channel }) => channel === 'color');
  if (!side || codes.length === 0) return add ? before : null;
  const facets = facetRanges(axes, panel);
  const { type } = side.axis.column;
  const picked = codes.map((code): Box => {
    const own = Number.isNaN(code) && type.kind === 'category' ? type.labels.length : code;
    return [{ side, values: [own, own + 1] }, ...facets];
  });
  return toggled(axes, picked, add, before);
}

/** Replaces the boxes picked before, or with `add` keeps them. Picked again, the same boxes are cleared. */
function toggled(
  axes: readonly SelectAxis[],
  picked: readonly Box[],
  add: boolean,
  before: ViewSelection | null,
): ViewSelection | null {
  const held = boxesOf(before, axes);
  const others = held.filter((box) => !picked.some((one) => sameBox(box, one)));
  const kept = add ? others : [];
  const isHeld = held.length - others.length === picked.length;
  const boxes = isHeld && (add || others.length === 0) ? kept : [...kept, ...picked];
  return boxes.length > 0 ? drawPoints(boxes, axes) : null;
}

/**
 * Draws a clause on axes with the same expressions, perhaps only one of the plot's two; null if the plot has others.
 */
export function pointsClause(axes: readonly SelectAxis[], { boxes }: PointsClause): ViewSelection | null {
  const found = boxes.map((ranges) => complete(ranges.map((range) => rangeOn(axes, range))));
  const [first] = found;
  const alike = found.filter((box) => box !== null && first && box.length > 0 && haveSameSides(box, first));
  return first && alike.length === boxes.length ? drawPoints(alike as Box[], axes) : null;
}

function haveSameSides(a: Box, b: Box): boolean {
  return a.length === b.length && a.every(({ side }) => b.some((other) => other.side === side));
}

/** The picked boxes on the current axes. */
function boxesOf(before: ViewSelection | null, axes: readonly SelectAxis[]): readonly Box[] {
  const clause = before?.clause('');
  if (clause?.kind !== 'points') return [];
  const boxes = clause.boxes.map((ranges) => complete(ranges.map((range) => rangeOn(axes, range))));
  return boxes.every((box) => box?.length === axes.length) ? (boxes as Box[]) : [];
}

/**
 * Selects the rows in any of the boxes. All have the same axes.
 * @param isBrushed a drag has selected them: as long as they lie side by side, they are drawn as a brush
 */
export function drawPoints(boxes: readonly Box[], axes: readonly SelectAxis[], isBrushed = false): ViewSelection {
  const ranges = boxes.map((box) => box.map(selectedRange));
  const texts = boxes.slice(0, MAX_NAMED_BOXES).map((box) => box.map(rangeText).join(', '));
  return {
    clause: (from) => ({ version: CLAUSE_VERSION, kind: 'points', from, boxes: ranges }),
    filter: filterOf(boxes),
    pixels: null,
    ranges: ranges.length === 1 ? ranges[0]! : [],
    shape: shapeOf(boxesPx(boxes, axes), isBrushed),
    facets: boxes.flatMap(facetsAmong),
    text: texts.join('; ') + (boxes.length > MAX_NAMED_BOXES ? ` and ${boxes.length - MAX_NAMED_BOXES} more` : ''),
    redraw: (now) => {
      const moved = boxes.map((box) => complete(box.map((range) => movedRange(range, now))));
      return moved.every((box) => box !== null) ? drawPoints(moved, now, isBrushed) : null;
    },
  };
}

function shapeOf(boxes: readonly BrushPx[], isBrushed: boolean): SelectionShape {
  const [first] = boxes;
  const hull = (channel: PositionChannel): Range | null => {
    const ranges = boxes.flatMap((box) => (box[channel] ? [box[channel]] : []));
    return ranges.length > 0 ? [Math.min(...ranges.map(([lo]) => lo)), Math.max(...ranges.map(([, hi]) => hi))] : null;
  };
  if (!first) return { kind: 'hidden' };
  if (!isBrushed) return { kind: 'picked', boxes };
  const px: BrushPx = { ...first, x: hull('x'), y: hull('y') };
  const covered = boxes.reduce((sum, box) => sum + areaOf(box), 0);
  return areaOf(px) - covered < 1e-6 * covered ? { kind: 'brush', px } : { kind: 'picked', boxes };
}

function areaOf({ x, y }: BrushPx): number {
  const length = (range: Range | null): number => (range ? range[1] - range[0] : 1);
  return length(x) * length(y);
}

function filterOf(boxes: readonly Box[]): Filter {
  const filtersOf = (some: readonly Box[]): readonly Filter[] => some.map((box): Filter => box.map(rangeClause));
  if (boxes.length === 1) return filtersOf(boxes)[0]!;
  // NULL may have no key, so no set of keys holds it.
  const nulls = boxes.filter((box) => box.some(isNull));
  const others = boxes.filter((box) => !box.some(isNull));
  const set = others.length > 1 ? categorySet(others) : null;
  if (set && nulls.length === 0) return [set];
  return [{ kind: 'any', of: [...(set ? [[set]] : filtersOf(others)), ...filtersOf(nulls)] }];
}

/** Picked categories of a single axis become one set clause; null for anything else. */
function categorySet(boxes: readonly Box[]): SetClause | null {
  const [{ side }, ...others] = boxes[0]! as readonly [SideRange, ...SideRange[]];
  const { id, encoding, type } = side.axis.column;
  if (others.length > 0 || type.kind !== 'category' || encoding.kind !== 'u32') return null;
  const words = new Uint32Array(Math.ceil((type.labels.length + 1) / 32));
  for (const [range] of boxes) {
    const [first, last] = rangeKeys(encoding, ...range!.values);
    for (let key = first!; key <= last!; key++) words[key >>> 5]! |= 1 << (key & 31);
  }
  return { kind: 'set', column: id, words };
}

function binAt(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin + 2 < edges.length && edges[bin + 1]! <= value) bin++;
  return bin;
}

function sameBox(a: Box, b: Box): boolean {
  return a.every(({ side, values }) => {
    const other = b.find((range) => range.side.channel === side.channel);
    return other !== undefined && values.every((value, end) => Number(value) === Number(other.values[end]));
  });
}
