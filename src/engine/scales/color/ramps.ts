import { OnDemand } from '../../on-demand';

/** The named ramps. */
export const RAMPS = new OnDemand('the color ramps', () => import('./schemes'));
