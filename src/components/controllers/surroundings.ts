/** The element around another on the page: its slot, its parent, or the host of its shadow root. */
export function surroundings(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  const { parentNode } = element;
  return parentNode instanceof ShadowRoot ? parentNode.host : element.parentElement;
}
