import { OnDemand } from '../on-demand';

/** What plots need that show values by color, size, shape or opacity. */
export const STYLE_SCALES = new OnDemand('the scales of styles', () => import('./style-scales'));
