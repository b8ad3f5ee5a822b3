/// <reference types="mocha" />
/** Plots on pages of any color: the page shows through them, and their text can be read. */
import '../../src/index';
import { until } from '../harness/patience.mjs';
import { configure, type PikaCount, type PikaInput, type PikaPlot, type PikaQuery } from '../../src/index';

configure({ backend: 'cpu' });

const holder = document.createElement('div');
const LIGHT_TEXT = 'rgb(182, 191, 204)';
const DARK_TEXT = 'rgb(61, 68, 80)';

function same(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)} instead of ${String(expected)}`);
}

async function place(style: string, own = ''): Promise<PikaPlot> {
  holder.style.cssText = style;
  holder.innerHTML = `<div><pika-plot style="width: 300px; height: 200px; ${own}" from="rows" mark="bar" x="bin(v)"
    y="count()"></pika-plot></div>`;
  const plot = holder.querySelector('pika-plot')!;
  await new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true }));
  await plot.updateComplete;
  return plot;
}

const colorsOf = (plot: PikaPlot): { readonly text: string; readonly background: string; readonly tooltip: string } => {
  const { color: text, backgroundColor: background } = getComputedStyle(plot);
  return { text, background, tooltip: getComputedStyle(plot).getPropertyValue('--_background').trim() };
};

describe('a plot on a page of another color', () => {
  before(() => {
    document.body.append(holder);
    const query = document.createElement('pika-query') as PikaQuery;
    query.name = 'rows';
    query.data = { v: Float64Array.from({ length: 10 }, (_, i) => i) };
    document.body.append(query);
  });
  afterEach(() => holder.replaceChildren());
  after(() => holder.remove());

  it('shows the page, with text that can be read', async () => {
    for (const [page, text] of [
      ['rgb(255, 248, 220)', DARK_TEXT],
      ['rgb(10, 30, 60)', LIGHT_TEXT],
    ] as const) {
      const plot = await place(`background: ${page}`);
      const found = colorsOf(plot);
      same(found.background, 'rgba(0, 0, 0, 0)', 'background');
      same(found.text, text, `text on ${page}`);
      same(found.tooltip, page, 'the color of what covers the plot');
    }
  });

  it('follows its page from light to dark', async () => {
    const plot = await place('');
    same(colorsOf(plot).text, DARK_TEXT, 'before');
    try {
      document.documentElement.style.background = '#111';
      for (let frames = 0; frames < 100 && colorsOf(plot).text !== LIGHT_TEXT; frames++)
        await new Promise(requestAnimationFrame);
      same(colorsOf(plot).text, LIGHT_TEXT, 'after');
    } finally {
      document.documentElement.style.background = '';
    }
  });

  it('follows any attribute by which its page switches', async () => {
    const plot = await place('');
    const rules = document.createElement('style');
    document.head.append(rules);
    try {
      for (const [tag, root] of Object.entries({ html: document.documentElement, body: document.body }))
        for (const name of ['data-mantine-color-scheme', 'data-color-mode', 'data-mui-color-scheme', 'theme']) {
          rules.textContent = `${tag}[${name}=dark] { background: #1a1b1e; }`;
          root.setAttribute(name, 'dark');
          await until(`light text with ${name} of ${tag}`, () => colorsOf(plot).text === LIGHT_TEXT);
          root.removeAttribute(name);
          await until(`dark text without ${name} of ${tag}`, () => colorsOf(plot).text === DARK_TEXT);
        }
    } finally {
      rules.remove();
    }
  });

  it('has the background and the color scheme of its author', async () => {
    const painted = await place('background: white', '--pika-background: rgb(0, 0, 40)');
    same(colorsOf(painted).background, 'rgb(0, 0, 40)', 'background');
    same(colorsOf(painted).text, LIGHT_TEXT, 'text');
    const chosen = await place('background: white', 'color-scheme: dark');
    same(colorsOf(chosen).text, LIGHT_TEXT, 'text');
  });

  it('reads the colors of all plots before the first renders; they share one style sheet and add no probe', async () => {
    const { getComputedStyle: original } = window;
    const late: Element[] = [];
    const hasRendered = (one: Element): boolean => one.shadowRoot?.querySelector('.plot') != null;
    const added: Node[] = [];
    const observer = new MutationObserver((records) =>
      added.push(...records.flatMap(({ addedNodes }) => [...addedNodes])),
    );
    try {
      window.getComputedStyle = (element, pseudo) => {
        const isFirst = element.localName === 'pika-plot' && !hasRendered(element);
        if (isFirst && plots().some(hasRendered)) late.push(element);
        return original.call(window, element, pseudo);
      };
      const plots = (): PikaPlot[] => [...holder.querySelectorAll('pika-plot')];
      holder.innerHTML = `<pika-plot style="width: 300px; height: 200px" from="rows" mark="bar" x="bin(v)"
        y="count()"></pika-plot>`.repeat(3);
      for (const plot of plots()) observer.observe(plot.shadowRoot!, { childList: true });
      await Promise.all(plots().map((plot) => new Promise((done) => plot.addEventListener('pika-ready', done))));
      same(late.length, 0, 'plots whose colors were read after another had rendered');
      const sheets = plots().map((plot) => plot.shadowRoot!.adoptedStyleSheets.at(-1));
      same(new Set(sheets).size, 1, 'style sheets with the colors of the page');
      const spans = added.filter((node) => node instanceof HTMLElement && node.localName === 'span');
      same(spans.length, 0, 'probes');
    } finally {
      window.getComputedStyle = original;
      observer.disconnect();
    }
  });

  it('shares what it listens to on the page with all plots', async () => {
    const added: string[] = [];
    const originals = [document, window].map((target) => {
      const { addEventListener } = target;
      target.addEventListener = (...args: Parameters<typeof addEventListener>) => {
        added.push(args[0]);
        addEventListener.apply(target, args);
      };
      return () => (target.addEventListener = addEventListener);
    });
    try {
      holder.innerHTML = '<pika-plot from="rows" mark="bar" x="bin(v)" y="count()"></pika-plot>'.repeat(3);
      for (const type of ['transitionend', 'beforeprint', 'afterprint'])
        same(added.filter((one) => one === type).length, 1, `listeners of ${type}`);
    } finally {
      for (const restore of originals) restore();
    }
  });

  it('has pixels of its marks alone: between bars, the canvas is transparent', async () => {
    const plot = await place('background: rgb(255, 248, 220)');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const canvas = plot.shadowRoot!.querySelector('canvas')!;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let [clear, full] = [0, 0];
    for (let i = 3; i < data.length; i += 4) {
      if (data[i] === 0) clear++;
      if (data[i] === 255) full++;
    }
    if (clear === 0 || full === 0) throw new Error(`${clear} transparent and ${full} opaque pixels`);
  });
});

describe('a count and an input on a page of another color', () => {
  before(() => document.body.append(holder));
  after(() => holder.remove());

  it('have the color of the text around them, unless that can not be read; fields are light or dark', async () => {
    for (const [page, color, scheme] of [
      ['background: rgb(16, 16, 16); color: black', 'rgb(227, 231, 238)', 'dark'],
      ['background: rgb(16, 16, 16); color: rgb(255, 200, 0)', 'rgb(255, 200, 0)', 'dark'],
      ['background: rgb(255, 250, 240); color: white', 'rgb(20, 24, 31)', 'light'],
      ['background: rgb(255, 250, 240); color: rgb(120, 0, 0)', 'rgb(120, 0, 0)', 'light'],
    ] as const) {
      for (const tag of ['<pika-count from="rows"></pika-count>', '<pika-input name="i" label="L"></pika-input>']) {
        holder.style.cssText = page;
        holder.innerHTML = `<p>${tag}</p>`;
        const element = holder.querySelector<PikaCount | PikaInput>('p > *')!;
        await element.updateComplete;
        same(getComputedStyle(element).color, color, `${tag} on ${page}`);
        same(getComputedStyle(element).colorScheme, scheme, `${tag} on ${page}`);
        holder.replaceChildren();
      }
    }
  });
});

describe('a color property that is not a color', () => {
  const NAMES = ['accent', 'context', 'text', 'strong', 'line', 'background'];
  const colors = (plot: Element): readonly string[] => {
    const style = getComputedStyle(plot);
    return NAMES.map((name) => style.getPropertyValue(`--_${name}`).trim());
  };
  const noted = (plot: PikaPlot): string => plot.shadowRoot!.querySelector('[part~="note"]')?.textContent ?? '';
  let byDefault: readonly string[] = [];

  before(async () => {
    document.body.append(holder);
    byDefault = colors(await place('background: white'));
  });
  after(() => holder.remove());

  it('is replaced by the default, with a note', async () => {
    for (const [i, name] of NAMES.entries())
      for (const [value, note] of [
        ['notacolor', `--pika-${name}: notacolor is not a color, and the default is shown.`],
        ['8px', `--pika-${name}: 8px is not a color, and the default is shown.`],
        ['', `--pika-${name} is empty: write a color, or leave it out.`],
      ] as const) {
        const plot = await place('background: white', `--pika-${name}: ${value};`);
        await until(`the default of --pika-${name}: ${value}`, () => colors(plot)[i] === byDefault[i]);
        await until(`the note "${note}"`, () => noted(plot).includes(note));
        same(noted(plot).split('--pika-').length, 2, `notes about --pika-${name}: ${value}`);
      }
  });

  it('leaves alone what is one', async () => {
    for (const value of [
      'var(--undefined)',
      'inherit',
      'currentColor',
      'transparent',
      'black',
      'color-mix(in oklch, red 40%, blue)',
      'oklch(70% 0.2 150)',
      'light-dark(red, lime)',
      'rgb(from red r g b / 50%)',
    ]) {
      const isDefault = value === 'var(--undefined)' || value === 'inherit';
      const plot = await place('background: white', NAMES.map((name) => `--pika-${name}: ${value};`).join(' '));
      await new Promise(requestAnimationFrame);
      for (const [i, color] of colors(plot).entries())
        same(color, isDefault ? byDefault[i] : value, `--pika-${NAMES[i]}: ${value}`);
      same(noted(plot), '', `notes about ${value}`);
    }
  });

  it('can be a gradient, if it is the background', async () => {
    const plot = await place('background: white', '--pika-background: linear-gradient(red, blue)');
    await until('a color', () => CSS.supports('color', colors(plot).at(-1)!));
    same(getComputedStyle(plot).backgroundImage.startsWith('linear-gradient'), true, 'shows the gradient');
    same(noted(plot), '', 'notes');
  });

  it('is read again when the page changes its colors', async () => {
    const plot = await place('background: white', '--pika-accent: notacolor');
    await until('the note', () => noted(plot) !== '');
    plot.style.setProperty('--pika-accent', 'rgb(1, 2, 3)');
    try {
      document.documentElement.style.background = '#111';
      holder.style.background = '#111';
      await until('the color', () => colors(plot)[0] === 'rgb(1, 2, 3)');
      await until('no note', () => noted(plot) === '');
    } finally {
      document.documentElement.style.background = '';
    }
  });

  it('is replaced in a status and a legend', async () => {
    for (const tag of ['pika-status', 'pika-legend']) {
      holder.innerHTML = `<${tag} style="--pika-strong: notacolor; --pika-line:;"></${tag}>`;
      const element = holder.querySelector(tag)!;
      await until(`the defaults of ${tag}`, () => [3, 4].every((i) => colors(element)[i] === byDefault[i]));
    }
  });
});
