/// <reference types="mocha" />
/** Plots in odd places: moved, hidden and shown, in a closed shadow root, in a dialog, in another document. */
import '../../src/index';
import { configure, type PikaPlot, type PikaQuery } from '../../src/index';
import { until } from '../harness/patience.mjs';

configure({ backend: 'cpu' });

function check(holds: unknown, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

const holder = document.createElement('div');
document.body.append(holder);
const total = async (plot: PikaPlot): Promise<number> => (await plot.counts())?.counts.reduce((a, b) => a + b, 0) ?? 0;
let serial = 0;

/** A query with a hundred rows and a plot of it, side by side. */
function make(root: Element | DocumentFragment, style = ''): { query: PikaQuery; plot: PikaPlot } {
  const name = `rows${++serial}`;
  const part = document.createElement('div');
  part.innerHTML = `<pika-query name="${name}"></pika-query><pika-plot from="${name}" mark="bar" x="bin(v, step=2)" x-domain="0, 100" y="count()" brush="x" style="width: 400px; height: 200px; ${style}"></pika-plot>`;
  root.append(part);
  const query = part.querySelector('pika-query')!;
  query.data = Array.from({ length: 100 }, (_, v) => ({ v }));
  return { query, plot: part.querySelector('pika-plot')! };
}

/** Drags the pointer over a part of the plot's box, with events in client pixels. */
function drag(plot: PikaPlot, from: number, to: number): void {
  const target = plot.shadowRoot!.querySelector<HTMLElement>('.plot')!;
  const base = plot.shadowRoot!.querySelector<SVGLineElement>('line.base')!;
  const { left, top } = target.getBoundingClientRect();
  const [x1, x2, y] = [base.x1, base.x2, base.y1].map((end) => end.baseVal.value) as [number, number, number];
  target.setPointerCapture = () => undefined;
  const at = (fraction: number) => ({
    clientX: left + x1 + fraction * (x2 - x1),
    clientY: top + y - 20,
    pointerId: 1,
    button: 0,
    buttons: 1,
    bubbles: true,
    composed: true,
  });
  target.dispatchEvent(new PointerEvent('pointerdown', at(from)));
  target.dispatchEvent(new PointerEvent('pointermove', at(to)));
  target.dispatchEvent(new PointerEvent('pointerup', at(to)));
}

async function works(plot: PikaPlot): Promise<void> {
  await until('all rows are drawn', async () => (await total(plot)) === 100);
  await until('it has a size', () => plot.shadowRoot!.querySelector('line.base'));
  await until('users can interact with it', () => plot.shadowRoot!.querySelector('.data'));
  drag(plot, 0.3, 0.6);
  const [range] = plot.selected!.ranges;
  check(
    range && Math.abs(range.lo - 30) < 1 && Math.abs(range.hi - 60) < 1,
    `a drag selects ${range?.lo} to ${range?.hi}`,
  );
  const { width, height } = plot.shadowRoot!.querySelector('canvas')!.getBoundingClientRect();
  check(width === 400 && height === 200, `canvas ${width} × ${height}`);
  // Its own styles: browsers remove adopted style sheets from an element that moves to another document.
  check(getComputedStyle(plot.shadowRoot!.querySelector('.frame')!).position === 'absolute', 'it is styled');
  plot.select(null);
}

describe('a plot', () => {
  afterEach(async () => {
    holder.replaceChildren();
    await new Promise((resolve) => setTimeout(resolve, 0));
  });

  it('works after moving within the document, by appendChild, insertBefore and reordering', async () => {
    const { plot } = make(holder);
    const other = holder.appendChild(document.createElement('section'));
    await works(plot);
    other.append(plot);
    await works(plot);
    other.before(plot);
    await works(plot);
    // Removed in one task, and inserted in a later one.
    plot.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    other.append(plot);
    await works(plot);
  });

  it('works if it is hidden at first, then shown, hidden and shown again', async () => {
    const { plot } = make(holder, 'display: none');
    await new Promise((resolve) => setTimeout(resolve, 100));
    plot.style.display = '';
    await works(plot);
    plot.parentElement!.style.display = 'none';
    await new Promise((resolve) => setTimeout(resolve, 50));
    plot.parentElement!.style.display = '';
    await works(plot);
    plot.parentElement!.hidden = true;
    plot.select({ x: [10, 20] });
    check(plot.selected!.ranges[0]!.lo === 10, 'a script selects on what is hidden');
    plot.parentElement!.hidden = false;
    await works(plot);
  });

  it('works in a closed shadow root', async () => {
    const root = holder.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' });
    const { plot } = make(root);
    await works(plot);
  });

  it('works in a dialog, modal or not, opened before and after; its tooltip is above the dialog', async () => {
    const dialog = holder.appendChild(document.createElement('dialog'));
    const { plot } = make(dialog);
    await new Promise((resolve) => setTimeout(resolve, 100));
    dialog.showModal();
    await works(plot);
    const target = plot.shadowRoot!.querySelector('.plot')!;
    const { left, top } = target.getBoundingClientRect();
    target.dispatchEvent(
      new PointerEvent('pointermove', { clientX: left + 200, clientY: top + 100, pointerType: 'mouse' }),
    );
    await until('there is a tooltip', () => plot.shadowRoot!.querySelector('.tooltip:popover-open'));
    dialog.close();
    dialog.show();
    await works(plot);
  });

  it('works when adopted by the document of a frame and back; keeps its selection if moved within one task', async () => {
    const { query, plot } = make(holder);
    const frame = holder.appendChild(document.createElement('iframe'));
    frame.style.cssText = 'width: 600px; height: 400px';
    await works(plot);
    frame.contentDocument!.body.append(plot);
    await works(plot);
    check(plot.ownerDocument === frame.contentDocument, 'it is there');
    frame.contentDocument!.body.append(query);
    query.data = Array.from({ length: 100 }, (_, v) => ({ v: v + 0.5 }));
    await works(plot);
    holder.append(query, plot);
    await works(plot);
  });

  it('works in a frame of the same origin that loads the module itself', async () => {
    const frame = document.createElement('iframe');
    frame.style.cssText = 'width: 600px; height: 400px';
    frame.srcdoc = `<!doctype html><base href="${location.origin}/"><body><pika-query name="inner"></pika-query>
      <pika-plot from="inner" mark="bar" x="bin(v, step=2)" x-domain="0, 100" y="count()" brush="x" style="width: 400px; height: 200px"></pika-plot>
      <script>globalThis[Symbol.for('pika-plot.engine.v0')] = { engine: null, options: { backend: 'cpu' } }</script><script type="module" src="/src/index.ts"></script>`;
    holder.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    const inner = frame.contentDocument!;
    await until('its elements are defined', () => inner.querySelector('pika-plot')?.shadowRoot);
    (inner.querySelector('pika-query') as PikaQuery).data = Array.from({ length: 100 }, (_, v) => ({ v }));
    await works(inner.querySelector('pika-plot') as PikaPlot);
  });
});
