import { OnDemand } from '../on-demand';

/** The states of workspaces, and their encoding in links. */
export const WORKSPACE = new OnDemand('the code that saves and restores states', () => import('./index'));
