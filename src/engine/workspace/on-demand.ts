import { OnDemand } from '../on-demand';

/** States of a workspace and their text in links. */
export const WORKSPACE = new OnDemand('the code that keeps states', () => import('./index'));
