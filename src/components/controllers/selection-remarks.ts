import { nearestNames } from '../../engine/index';

/** About a selection that no plot writes to. */
export function filterRemark(name: string, filled: readonly string[]): string[] {
  const [near] = nearestNames(name, filled, 1);
  return near === undefined
    ? []
    : [`filter-by="${name}" has no effect: no plot writes to the selection "${name}". Did you mean "${near}"?`];
}

/** A plot may write to a selection of any name; one that differs only in case from another is probably a mistake. */
export function caseRemark(name: string, read: readonly string[]): string[] {
  const near = read.find((other) => other.toLowerCase() === name.toLowerCase());
  return near === undefined
    ? []
    : [`selection="${name}" differs from "${near}", which filters plots. Did you mean "${near}"?`];
}
