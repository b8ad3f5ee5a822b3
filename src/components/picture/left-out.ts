/**
 * What is no part of the picture: words for screen readers, what a pointer or the keyboard shows for a moment, the list
 * of a legend that a user has opened, and the menu.
 */
const LEFT_OUT = '.words, .tools, .tooltip, .hover, .data, .legend .all, .line, .corner, button:not(.entry), progress';

export function isLeftOut(element: Element): boolean {
  return element.matches(LEFT_OUT);
}
