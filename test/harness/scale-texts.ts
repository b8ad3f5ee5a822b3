import type { PlotAttributes } from '../../src/engine/grammar/plot-spec';
import type { PerAxis } from '../../src/engine/grammar/position-channel';
import type { ScaleSpec } from '../../src/engine/grammar/scale-spec';

export type ScaleSpecs = PerAxis<ScaleSpec>;

/** The attributes for scales. */
export function scaleTexts({ x, y }: ScaleSpecs): PlotAttributes {
  return {
    ...(x && { xScale: nameOf(x), ...orderOf('xDomain', x) }),
    ...(y && { yScale: nameOf(y), ...orderOf('yDomain', y) }),
  };
}

function nameOf(scale: ScaleSpec): string {
  switch (scale.kind) {
    case 'log':
      return `log(${scale.base})`;
    case 'symlog':
      return `symlog(${scale.constant})`;
    case 'pow':
      return `pow(${scale.exponent})`;
    default:
      return scale.kind;
  }
}

function orderOf(domain: 'xDomain' | 'yDomain', scale: ScaleSpec): PlotAttributes {
  return 'order' in scale ? { [domain]: JSON.stringify(scale.order) } : {};
}
