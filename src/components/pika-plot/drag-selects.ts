/** Whether a drag selects; with `nearest`, hovering does. */
export function dragSelects(brush: string | null): boolean {
  return brush !== null && !selectsNearest(brush);
}

/** Whether the plot selects the row nearest to the pointer. */
export function selectsNearest(brush: string | null): boolean {
  return brush?.trim().toLowerCase().startsWith('nearest') ?? false;
}
