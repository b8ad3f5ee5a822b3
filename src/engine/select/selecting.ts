import { OnDemand } from '../on-demand';

/** What draws selections: a plot needs it once its picture is shown, or to claim a clause. */
export const SELECTING = new OnDemand('the code that selects', () => import('./drawn-selections'));
