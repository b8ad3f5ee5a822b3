/** One line of the panel. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
