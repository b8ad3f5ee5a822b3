import { OnDemand } from '../on-demand';

/** What only some plots need. */
export const EXPLANATION = new OnDemand('the code that explains plots', () => import('./explanation'));
export const FACETS = new OnDemand('the code that divides plots into panels', () => import('./facets/acquire-facets'));
export const KERNEL_GROUPS = new OnDemand('the code that groups rows', () => import('./kernel-groups'));
export const LIMIT = new OnDemand('the code that limits bands', () => import('./limit/limit-bands'));
export const SELECTED_ROWS = new OnDemand(
  'the code that says which rows are selected',
  () => import('./selected-rows'),
);
export const SAVING = new OnDemand('the code that saves plots', () => import('./saving'));
export const WRONG_STEP = new OnDemand('the code that explains wrong steps', () => import('./wrong-step'));
