import { OnDemand } from '../../on-demand';

/** What encodes few rows of the page in place. */
export const ENCODING = new OnDemand('the code that encodes rows', () => import('./batch-columns'));
