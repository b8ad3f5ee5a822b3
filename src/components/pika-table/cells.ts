import type { CellTexts, TableColumn } from '../../engine/index';
import { element } from '../element';

/** The text of a cell without a value. */
const NULL_TEXT = 'NULL';

/** Gives a row as many cells as there are columns in sight. */
export function cellsOf(row: HTMLElement, count: number, role: string): HTMLElement[] {
  while (row.childElementCount < count) row.append(element('div', 'cell', { role, part: 'cell' }));
  while (row.childElementCount > count) row.lastElementChild!.remove();
  return [...row.children] as HTMLElement[];
}

export function placeCell(cell: HTMLElement, position: number, { kind }: TableColumn): void {
  const index = String(position + 1);
  if (cell.getAttribute('aria-colindex') !== index) {
    cell.setAttribute('aria-colindex', index);
    cell.style.gridColumn = index;
  }
  cell.classList.toggle('number', kind === 'number');
}

export function fillCell(cell: HTMLElement, texts: CellTexts, row: number): void {
  const text = texts?.[row];
  cell.classList.toggle('pending', texts === null);
  cell.classList.toggle('null', text === null);
  setText(cell, text === null ? NULL_TEXT : (text ?? ''));
}

/** Writing the text that is there already would lay it out again. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function cellOf(event: Event): HTMLElement | null {
  const [target] = event.composedPath();
  return target instanceof Element ? target.closest<HTMLElement>('.cell') : null;
}

export function isEdge(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof Element && target.classList.contains('edge');
}

/** The place of a cell's row in the order of the table; null in the head. */
export function placeOf(cell: Element | null): number | null {
  const index = cell?.parentElement?.getAttribute('aria-rowindex');
  return index ? Number(index) - 2 : null;
}

export function positionOf(cell: Element): number {
  return Number(cell.getAttribute('aria-colindex')) - 1;
}
