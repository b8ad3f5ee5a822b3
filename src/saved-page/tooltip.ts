import { tooltipAt } from '../components/pika-plot/tooltip-place';
import { html } from './elements';

const GAP_CSS = 14;

/** One box for all plots: what the bar or cell under the pointer is. */
export class Tooltip {
  readonly element = html('div', { class: 'tooltip', 'aria-hidden': 'true', hidden: '' });

  show(
    lines: readonly (readonly [title: string, text: string])[],
    last: string,
    at: { readonly clientX: number; readonly clientY: number },
    style: CSSStyleDeclaration,
  ): void {
    const list = html('dl', {}, ...lines.flatMap(([title, text]) => [html('dt', {}, title), html('dd', {}, text)]));
    const { element } = this;
    element.replaceChildren(list, html('p', {}, last));
    for (const name of ['--text', '--strong', '--line', '--background', '--font', '--size'])
      element.style.setProperty(name, style.getPropertyValue(name));
    element.hidden = false;
    const size = { width: element.offsetWidth, height: element.offsetHeight };
    const { clientWidth: width } = document.documentElement;
    const place = tooltipAt({ x: at.clientX, y: at.clientY }, size, { width, height: innerHeight }, GAP_CSS);
    element.style.left = `${place.left}px`;
    element.style.top = `${place.top}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
