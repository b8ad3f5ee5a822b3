import type { Plot } from '../../engine/index';

/**
 * Calls back once a plot is drawn, and keeps it drawn until the call has ended.
 * @param call gets null as the view of a plot that is not on the page
 */
export type WhileDrawn = <T>(call: (view: Plot | null) => Promise<T>) => Promise<T>;

/** How other elements read a plot. */
export const PLOT_VIEWS = new WeakMap<Element, WhileDrawn>();
