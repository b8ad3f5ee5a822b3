import wgsl from '../../../shaders/bars.wgsl';
import { wholePixels, type Box } from '../frame/box';
import type { Rgba } from '../frame/color';
import type { SlotId } from '../frame/ids';
import { barHeight, barSides, countsByHeight } from './bar-geometry';
import type { PaintKind } from './paint-kind';

/**
 * Vertical bars from a baseline at the panel's bottom, or `baselinePx` above it. Bar i spans edgesPx[i]…edgesPx[i+1]
 * less `gapPx`, in device pixels from the panel's left; edges descend on a reversed axis. Its height is count / yMax of
 * the panel's height above the baseline, clamped to the panel. A bar is at least one pixel wide, so the last one may
 * exceed the panel by a pixel: only the canvas clips it.
 */
export interface BarsPaint {
  readonly paint: 'bars';
  readonly counts: SlotId;
  readonly color: Rgba;
  readonly edgesPx: Float32Array<ArrayBuffer>;
  readonly gapPx: number;
  readonly yMax: number;
  /** Default: 0. */
  readonly baselinePx?: number;
}

export const bars: PaintKind<BarsPaint> = {
  name: 'bars',
  slots: ({ counts }) => [counts],

  cpu: {
    paint({ edgesPx, gapPx, yMax, baselinePx, color: [r, g, b, a] }, panel, { shapes }, [counts]) {
      if (!(yMax > 0)) return;
      const { x, y, height } = aboveBaseline(panel, baselinePx);
      const sides = barSides(edgesPx, gapPx);
      shapes.fillStyle = `rgba(${r}, ${g}, ${b}, ${a})`;
      for (let i = 0; 2 * i < sides.length; i++) {
        const tall = barHeight(counts![i] ?? 0, yMax, height);
        if (tall === 0) continue;
        const left = sides[2 * i]!;
        shapes.fillRect(x + left, y + height - tall, sides[2 * i + 1]! - left, tall);
      }
    },
  },

  gpu: {
    wgsl,
    vertex: 'bar_corner',
    fragment: 'bar_color',
    topology: 'triangle-strip',
    inputs: 1,
    draw({ edgesPx, gapPx, yMax, baselinePx, color }, panel, { arena, slotWords: [words] }) {
      if (!(yMax > 0)) return [];
      const box = aboveBaseline(panel, baselinePx);
      const [sides, heights] = [barSides(edgesPx, gapPx), countsByHeight(yMax, box.height)];
      const tables = [arena.share(sides, sides), arena.share(heights, heights)];
      const instances = Math.max(0, Math.min(edgesPx.length - 1, words!));
      return [{ box, uniforms: [heights.length, 0], tables, color, vertices: 4, instances }];
    },
  },
};

/** The part of a panel that bars can fill. */
function aboveBaseline(panel: Box, baselinePx = 0): Box {
  const box = wholePixels(panel);
  return { ...box, height: Math.max(0, box.height - Math.round(baselinePx)) };
}
