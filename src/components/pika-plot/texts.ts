import { css, svg, type SVGTemplateResult } from 'lit';
import type { TextLabel } from '../../engine/index';
import { safeColor } from '../safe-color';

/** How far the baseline of a text is below its position, as a fraction of the font size. */
const BASELINES = { top: 0.85, middle: 0.35, bottom: -0.2 } as const;

/** The texts of marks, above the canvas. */
export function texts(labels: readonly TextLabel[]): readonly SVGTemplateResult[] {
  return labels.map(({ text, x, y, anchor, baseline, sizeCss, color, isInside }) => {
    const fill = safeColor(color);
    return svg`<text class="label ${isInside ? 'inside' : ''}" x=${x} y=${y + BASELINES[baseline] * sizeCss}
      text-anchor=${anchor} font-size=${sizeCss} .style=${fill === null ? '' : `fill: ${fill}`}>${text}</text>`;
  });
}

export const textStyles = css`
  .label {
    fill: var(--_strong);
    stroke: var(--_background);
    stroke-width: 3px;
    stroke-linejoin: round;
    paint-order: stroke;
    pointer-events: none;
  }
  .label.inside { stroke: none; }
`;
