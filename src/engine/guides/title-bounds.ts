import type { MeasureText } from './fit-labels';
import type { Bounds } from './fit-texts';
import { TITLE_LEFT_CSS, TITLE_SCALE, TOP, type AxisLayout, type Layout } from './layout';

/** From the top of the axes to the lower end of a title. */
const TITLE_BOTTOM_CSS = TOP - 6;

/** What lies above the panels: the legend, and the titles of y axes. */
export function titleBounds({ widthCss, topCss, isBare, y, right }: Layout, measure: MeasureText): Bounds[] {
  const legend = topCss > 0 ? [{ left: 0, right: widthCss, top: 0, bottom: topCss }] : [];
  if (isBare) return legend;
  const lengthOf = ({ title }: AxisLayout): number => (title === '' ? 0 : measure(`↑ ${title}`) * TITLE_SCALE);
  const [top, bottom] = [topCss, topCss + TITLE_BOTTOM_CSS];
  const atLeft = { left: 0, right: TITLE_LEFT_CSS + lengthOf(y), top, bottom };
  const atRight = right && { left: widthCss - TITLE_LEFT_CSS - lengthOf(right), right: widthCss, top, bottom };
  const titled = [y.title === '' ? null : atLeft, right && right.title !== '' ? atRight : null];
  return [...legend, ...titled.filter((bounds) => bounds !== null)];
}
