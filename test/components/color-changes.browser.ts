/// <reference types="mocha" />
/** Plots follow the colors of what is around them, whichever way these change at run time, and draw in them. */
import '../../src/index';
import { until } from '../harness/patience.mjs';
import { configure, type PikaPlot, type PikaQuery } from '../../src/index';

configure({ backend: 'cpu' });

const LIGHT_TEXT = 'rgb(182, 191, 204)';
const DARK_TEXT = 'rgb(61, 68, 80)';
const PLOT = `<pika-plot style="width: 300px; height: 200px" from="rows" mark="bar" x="k" y="v" color="k"
  legend="off"></pika-plot>`;
const BARS = PLOT.replace('color="k"', '');

const outer = document.createElement('div');
const inner = document.createElement('div');
const colorOf = (plot: PikaPlot): string => getComputedStyle(plot).color;

async function drawn(html: string, parent: Element | ShadowRoot = inner): Promise<PikaPlot> {
  parent.innerHTML = html;
  const plot = parent.querySelector('pika-plot')!;
  await new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true }));
  return plot;
}

function style(text: string, parent: Element | ShadowRoot = document.head): HTMLStyleElement {
  const element = document.createElement('style');
  element.textContent = text;
  parent.append(element);
  return element;
}

/** The colors that cover most of a canvas, as `r,g,b`. */
function paintedBy(plot: PikaPlot): readonly string[] {
  const canvas = plot.shadowRoot!.querySelector('canvas')!;
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Map<string, number>();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] !== 255) continue;
    const color = `${data[i]},${data[i + 1]},${data[i + 2]}`;
    pixels.set(color, (pixels.get(color) ?? 0) + 1);
  }
  return [...pixels].filter(([, count]) => count > 500).map(([color]) => color);
}

const paints = (plot: PikaPlot, ...colors: readonly string[]): boolean => {
  const found = paintedBy(plot);
  return found.length === colors.length && colors.every((color) => found.includes(color));
};

describe('a plot follows what is around it', () => {
  before(() => {
    outer.append(inner);
    document.body.append(outer);
    const query = document.createElement('pika-query') as PikaQuery;
    query.name = 'rows';
    query.data = [
      { k: 'a', v: 2 },
      { k: 'b', v: 3 },
    ];
    document.body.append(query);
  });
  afterEach(() => inner.replaceChildren());
  after(() => outer.remove());

  it('a class, or any attribute, of any element around it', async () => {
    const plot = await drawn(`<p>${PLOT}</p>`);
    const rules = style('.dark, [mode="dark"] { background: #111 }');
    try {
      for (const [change, back] of [
        [() => outer.classList.add('dark'), () => outer.classList.remove('dark')],
        [() => inner.setAttribute('mode', 'dark'), () => inner.removeAttribute('mode')],
        [() => (outer.style.background = '#111'), () => (outer.style.background = '')],
      ]) {
        change!();
        await until(`light text: ${change}`, () => colorOf(plot) === LIGHT_TEXT);
        back!();
        await until(`dark text: ${back}`, () => colorOf(plot) === DARK_TEXT);
      }
    } finally {
      rules.remove();
    }
  });

  it('a style sheet that comes late, changes, or goes', async () => {
    const plot = await drawn(PLOT);
    const id = (outer.id = 'around');
    for (const parent of [document.head, inner]) {
      const rules = style(`#${id} { background: #111 }`, parent);
      await until('light text', () => colorOf(plot) === LIGHT_TEXT);
      rules.textContent = `#${id} { background: #fafafa }`;
      await until('dark text', () => colorOf(plot) === DARK_TEXT);
      rules.remove();
    }
    const rules = style(`#${id} { background: #111 }`);
    await until('light text', () => colorOf(plot) === LIGHT_TEXT);
    rules.disabled = false;
    rules.remove();
    await until('dark text', () => colorOf(plot) === DARK_TEXT);
  });

  it('inside of shadow roots', async () => {
    const host = document.createElement('div');
    inner.append(host);
    const root = host.attachShadow({ mode: 'open' });
    const plot = await drawn(`<style>.dark { background: #111 }</style><div>${PLOT}</div>`, root);
    root.querySelector('div')!.className = 'dark';
    await until('light text', () => colorOf(plot) === LIGHT_TEXT);
    root.querySelector('div')!.className = '';
    await until('dark text', () => colorOf(plot) === DARK_TEXT);
    style(':host { background: #111 }', root);
    await until('light text', () => colorOf(plot) === LIGHT_TEXT);
  });

  it('where it has moved to', async () => {
    const plot = await drawn(PLOT);
    const other = document.createElement('section');
    outer.append(other);
    other.append(plot);
    other.style.background = '#111';
    await until('light text', () => colorOf(plot) === LIGHT_TEXT);
    other.remove();
  });

  it('a custom property: the canvas is drawn in the new color', async () => {
    const plot = await drawn(BARS);
    const rules = style('[data-look="warm"] { --pika-accent: rgb(200, 80, 0) }');
    outer.dataset['look'] = 'warm';
    await until('bars in the color', () => paints(plot, '200,80,0'));
    rules.textContent = '[data-look="warm"] { --pika-accent: rgb(0, 120, 80) }';
    await until('bars in the next color', () => paints(plot, '0,120,80'));
    delete outer.dataset['look'];
    await until('bars in the default color', () => paints(plot, '47,111,222'));
    rules.remove();
  });

  it('its own background, which differs between light and dark', async () => {
    const plot = await drawn(PLOT.replace('style="', 'style="--pika-background: light-dark(#fff, #222); '));
    const isOn = (background: string): boolean => getComputedStyle(plot).backgroundColor === background;
    await until('a light plot', () => isOn('rgb(255, 255, 255)') && colorOf(plot) === DARK_TEXT);
    outer.style.background = '#111';
    await until('a dark plot', () => isOn('rgb(34, 34, 34)') && colorOf(plot) === LIGHT_TEXT);
    outer.style.background = '';
    await until('a light plot', () => isOn('rgb(255, 255, 255)') && colorOf(plot) === DARK_TEXT);
  });

  it('colors of categories, light or dark as the page', async () => {
    const plot = await drawn(PLOT);
    const rules = style('.colors { --pika-categories: light-dark(#aa0000, #ff8080), rgb(0 0 200 / 1) }');
    outer.className = 'colors';
    await until('bars in both colors', () => paints(plot, '170,0,0', '0,0,200'));
    outer.style.background = '#111';
    await until('the first in the color of dark pages', () => paints(plot, '255,128,128', '0,0,200'));
    outer.style.background = '';
    rules.textContent = '.colors { --pika-categories: 3px }';
    await until('the default colors', () => paints(plot, '36,106,238', '233,111,0'));
    rules.remove();
    outer.className = '';
  });

  it('and listens no more when the last has left', async () => {
    const { disconnect } = MutationObserver.prototype;
    let ended = 0;
    MutationObserver.prototype.disconnect = function () {
      ended++;
      disconnect.call(this);
    };
    try {
      await drawn(PLOT + PLOT);
      inner.querySelector('pika-plot')!.remove();
      const before = ended;
      inner.replaceChildren();
      await until('an observer ends', () => ended > before);
    } finally {
      MutationObserver.prototype.disconnect = disconnect;
    }
  });
});
