import { cutAxis, type Axis } from '../frame/axis';
import type { AxisRequest } from '../plan/mark';
import type { Plan } from '../plan/plan';
import type { Basis } from './basis';

const MOST_CELLS = 512;
const FEWEST_CELLS = 16;

/** The axes of a plot for a picture of about this size; null when a column has no value to show. */
export function cutAxes({ axes, spec }: Plan, { columns }: Basis, widthCss: number, heightCss: number): readonly Axis[] | null {
  const cut: Axis[] = [];
  for (const [i, request] of axes.entries()) {
    const { meta, extent } = columns[i]!;
    if (!extent) return null;
    const domain = request.channel === 'x' ? spec.xDomain : spec.yDomain;
    cut.push(cutAxis(meta, extent[0], extent[1], cutOf(request, request.channel === 'x' ? widthCss : heightCss), domain));
  }
  return cut;
}

function cutOf({ options, fallback }: AxisRequest, lengthCss: number): Parameters<typeof cutAxis>[3] {
  const most = 'maxBins' in fallback ? fallback.maxBins : Math.min(MOST_CELLS, Math.max(FEWEST_CELLS, Math.floor(lengthCss / fallback.pixels)));
  return { maxBins: options.maxBins ?? most, ...(options.step !== undefined && { step: options.step }) };
}

/** Same column, same thresholds: whatever was counted for one holds for the other. */
export function sameAxes(a: readonly Axis[], b: readonly Axis[]): boolean {
  return a.length === b.length && a.every((axis, i) => {
    const other = b[i]!;
    return axis.column.id === other.column.id && axis.edges.length === other.edges.length && axis.lo === other.lo && axis.hi === other.hi;
  });
}

