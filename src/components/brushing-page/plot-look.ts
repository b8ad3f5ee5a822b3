import type { PlotLook } from '../../saved-page/page-data';
import { pageBackground, resolvedColor } from '../picture/background';
import { parseColor } from '../parse-color';

/** The colors and fonts of a plot as it is now. */
export function lookOf(plot: HTMLElement): PlotLook {
  const style = getComputedStyle(plot);
  const title = plot.shadowRoot!.querySelector('text.title');
  const titleStyle = title && getComputedStyle(title);
  const strong = colorText(resolvedColor(plot, 'var(--_strong)'));
  return {
    accent: colorText(style.floodColor),
    context: parseColor(style.lightingColor),
    text: colorText(style.color),
    strong,
    grid: colorText(resolvedColor(plot, 'var(--_grid)')),
    line: colorText(resolvedColor(plot, 'var(--_line)')),
    background: pageBackground(plot)?.color ?? 'transparent',
    title: titleStyle ? colorText(titleStyle.fill) : strong,
    font: style.fontFamily,
    sizeCss: Number.parseFloat(style.fontSize),
    titleFont: titleStyle?.fontFamily ?? style.fontFamily,
    titleWeight: titleStyle?.fontWeight ?? '600',
  };
}

/** Whether a plot has the colors of dark pages. */
export function isDark(plot: HTMLElement): boolean {
  return parseColor(getComputedStyle(plot).stopColor)[0] === 0;
}

/** A computed color as numbers: it may be in a color space that other browsers don't know. */
function colorText(css: string): string {
  const [r, g, b, a] = parseColor(css);
  return `rgba(${r}, ${g}, ${b}, ${Math.round(a * 1000) / 1000})`;
}
