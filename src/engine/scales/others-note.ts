/** Notes how many categories the legend shows as "other"; null for none. */
export function othersNote(others: number, own: number): string | null {
  return others === 0
    ? null
    : `"other": ${others.toLocaleString('en')} of ${(others + own).toLocaleString('en')} categories`;
}
