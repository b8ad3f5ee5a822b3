/**
 * A CSS color that may be put into a style, else null. Colors come from the page's data: anything else could add
 * declarations, and with them requests to other hosts.
 */
export function safeColor(color: string | null | undefined): string | null {
  return color != null && CSS.supports('color', color) ? color : null;
}
