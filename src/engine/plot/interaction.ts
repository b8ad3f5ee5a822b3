import { OnDemand } from '../on-demand';
import { SELECTING } from '../select/selecting';

/** What finds the marks and rows under the pointer. */
export const POINTING = new OnDemand('the code that looks up marks', () => import('./plot-pointing'));

/** Loads what hovering and selecting need, for which a first picture does not wait. */
export async function loadInteraction(): Promise<void> {
  await Promise.all([POINTING.load(), SELECTING.load()]);
}
