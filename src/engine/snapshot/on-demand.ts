import { OnDemand } from '../on-demand';

/** The code that saves pages in a file, and opens it. */
export const SNAPSHOT = new OnDemand('the code that saves and opens snapshots', () => import('./index'));
