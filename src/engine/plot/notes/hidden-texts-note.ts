/** Says how many labels are left out for lack of room; null if all are shown. */
export function hiddenTextsNote(hidden: number): string | null {
  if (hidden === 0) return null;
  return hidden === 1
    ? '1 label is hidden, because it would overlap others'
    : `${hidden.toLocaleString('en')} labels are hidden, because they would overlap others`;
}
