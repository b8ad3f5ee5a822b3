import { OnDemand } from '../on-demand';

/** Counts what a page that brushes without its rows needs. */
export const BRUSHING_PAGE = new OnDemand('the code that saves pages', () => import('./index-plots'));
