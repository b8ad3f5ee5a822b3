import { OnDemand } from '../on-demand';

/** What formats times as an author asks; their default form needs none of it. */
export const TIME_FORMATS = new OnDemand('the code of formats of times', () => import('./time-format'));

/** Loads it, if one of these formats has a directive of times: `%b %Y`, but not `.0%`. */
export async function loadTimeFormats(specifiers: readonly (string | null | undefined)[]): Promise<void> {
  if (specifiers.some((specifier) => specifier && /%[-_0]?[a-z]/i.test(specifier))) await TIME_FORMATS.load();
}
