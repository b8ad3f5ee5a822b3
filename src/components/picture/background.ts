import { surroundings } from '../controllers/surroundings';
import { parseColor } from '../parse-color';
import { inkOf } from './ink';
import type { Ink } from './shapes';

/** The background that an author asks for, which may use custom properties of the plot, or `currentColor`. */
export function namedBackground(plot: HTMLElement, css: string): Ink | null {
  return inkOf(resolvedColor(plot, css));
}

/** The color behind a plot on the page: its backgrounds over one another, down to the first opaque one. */
export function pageBackground(plot: HTMLElement): Ink | null {
  const layers: string[] = [];
  for (let element: Element | null = plot; element; element = surroundings(element)) {
    const { backgroundColor } = getComputedStyle(element);
    layers.push(backgroundColor);
    if (parseColor(backgroundColor)[3] === 1) break;
  }
  // `Canvas` is the color of an empty page: white, or dark.
  const page = parseColor(resolvedColor(plot, 'Canvas'));
  const [r, g, b] = layers.reduceRight<readonly number[]>(
    (below, css) => {
      const [red, green, blue, alpha] = parseColor(css);
      return [red, green, blue].map((part, i) => part * alpha + below[i]! * (1 - alpha));
    },
    page.slice(0, 3),
  );
  return inkOf(`rgb(${[r!, g!, b!].map(Math.round).join(' ')})`);
}

/** The computed value of a color in the styles of the plot: only an element on the page has one. */
export function resolvedColor(plot: HTMLElement, css: string): string {
  const probe = document.createElement('i');
  probe.style.backgroundColor = css;
  plot.shadowRoot!.append(probe);
  const { backgroundColor } = getComputedStyle(probe);
  probe.remove();
  return backgroundColor;
}
