import { LitElement, type TemplateResult } from 'lit';
import type { LegendActions, LegendModel } from '../../src/engine/index';
import { layOutLegend } from '../../src/engine/guides/legend-layout';
import { LegendController, legendStyles, type ShownLegend } from '../../src/components/pika-plot/legend';
import { isLegendElsewhere, LegendOfPlot } from '../../src/components/pika-plot/legend-places';
import { PikaLegend } from '../../src/components/pika-legend/pika-legend';
import { define } from '../../src/components/define';
import { until } from '../harness/patience.mjs';

define('pika-legend', PikaLegend);

function equal(actual: unknown, expected: unknown, what = ''): void {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${what} expected ${b}, found ${a}`);
}

const MEASURE = (text: string): number => 6 * text.length;
const calls: unknown[][] = [];
const ACTIONS: LegendActions = {
  toggle: (...args) => void calls.push(['toggle', ...args]),
  clear: (...args) => void calls.push(['clear', ...args]),
  highlight: (...args) => void calls.push(['highlight', ...args]),
};
const ORIGINS: LegendModel = {
  channel: 'color',
  title: 'origin',
  entries: [
    { label: 'EMEA', value: 0, color: 'rgb(255, 0, 0)' },
    { label: '<b>APAC</b>', value: 1, color: '#00f' },
    { label: 'AMER', value: 4, color: 'green' },
  ],
};

/** Has a legend, like a plot. */
class PlotWithLegend extends LitElement {
  static override styles = legendStyles;
  shown: ShownLegend = { legends: [ORIGINS], actions: ACTIONS };
  widthCss = 400;
  readonly #legend = new LegendController(this, () => this.shown);

  constructor() {
    super();
    new LegendOfPlot(this, () => this.shown);
  }

  protected override render(): TemplateResult {
    const layout = layOutLegend(this.shown.legends, this.widthCss, 300, MEASURE)!;
    return this.#legend.above(layout);
  }
}
define('plot-with-legend', PlotWithLegend);

const buttonsIn = (element: HTMLElement): HTMLButtonElement[] => [...element.shadowRoot!.querySelectorAll('button')];
const press = (target: Element, key: string): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true });
  target.dispatchEvent(event);
  return event;
};

describe('a legend', () => {
  let plot: PlotWithLegend;
  const show = async (shown: Partial<ShownLegend>, widthCss = 400): Promise<void> => {
    plot.shown = { legends: [ORIGINS], actions: ACTIONS, ...shown };
    plot.widthCss = widthCss;
    plot.requestUpdate();
    await plot.updateComplete;
    calls.length = 0;
  };

  beforeEach(async () => {
    plot = document.createElement('plot-with-legend') as PlotWithLegend;
    plot.id = 'delays';
    document.body.append(plot);
    await plot.updateComplete;
    calls.length = 0;
  });
  afterEach(() => plot.remove());

  it('shows its entries as text, with their colors', () => {
    const buttons = buttonsIn(plot);
    equal(
      buttons.map(({ textContent }) => textContent),
      ['EMEA', '<b>APAC</b>', 'AMER'],
    );
    equal(
      buttons.map((button) => button.querySelector('rect')!.getAttribute('fill')),
      ['rgb(255, 0, 0)', '#00f', 'green'],
    );
  });

  it('lets no color add declarations', async () => {
    const evil = 'red; background-image: url(https://example.com/x)';
    const ramp = { stops: [evil, 'blue'], tickSets: [[]] };
    await show({ legends: [{ ...ORIGINS, entries: [{ label: 'a', value: 0, color: evil }], ramp }] });
    equal(plot.shadowRoot!.querySelector('rect')!.getAttribute('fill'), 'currentColor');
    equal(plot.shadowRoot!.querySelector<HTMLElement>('.bar')!.style.backgroundImage.includes('url'), false);
  });

  it('toggles an entry by click, and adds one with Shift, Ctrl or Command', () => {
    const [, apac, amer] = buttonsIn(plot);
    amer!.click();
    for (const key of ['shiftKey', 'ctrlKey', 'metaKey'])
      apac!.dispatchEvent(new MouseEvent('click', { [key]: true, bubbles: true }));
    equal(calls, [
      ['toggle', 'color', 4, false],
      ['toggle', 'color', 1, true],
      ['toggle', 'color', 1, true],
      ['toggle', 'color', 1, true],
    ]);
  });

  it('highlights the entry under the pointer or with the focus', () => {
    const [emea] = buttonsIn(plot);
    emea!.dispatchEvent(new PointerEvent('pointerenter'));
    emea!.dispatchEvent(new PointerEvent('pointerleave'));
    emea!.focus();
    emea!.blur();
    equal(calls, [
      ['highlight', 'color', 0],
      ['highlight', 'color', null],
      ['highlight', 'color', 0],
      ['highlight', 'color', null],
    ]);
  });

  it('has one tab stop, and arrow keys, Home and End move it', () => {
    const stops = (): number[] => buttonsIn(plot).map(({ tabIndex }) => tabIndex);
    const focused = (): number => buttonsIn(plot).indexOf(plot.shadowRoot!.activeElement as HTMLButtonElement);
    equal(stops(), [0, -1, -1]);
    buttonsIn(plot)[0]!.focus();
    press(plot.shadowRoot!.activeElement!, 'ArrowRight');
    equal([focused(), stops()], [1, [-1, 0, -1]]);
    press(plot.shadowRoot!.activeElement!, 'End');
    press(plot.shadowRoot!.activeElement!, 'ArrowDown');
    equal([focused(), stops()], [2, [-1, -1, 0]]);
    press(plot.shadowRoot!.activeElement!, 'Home');
    equal(focused(), 0);
  });

  it('says which entries are selected, and Escape clears', async () => {
    const entries = ORIGINS.entries.map((entry) => ({ ...entry, muted: entry.value !== 1 }));
    await show({ legends: [{ ...ORIGINS, entries }] });
    equal(
      buttonsIn(plot).map((button) => button.getAttribute('aria-pressed')),
      ['false', 'true', 'false'],
    );
    equal(press(buttonsIn(plot)[0]!, 'Escape').defaultPrevented, true);
    equal(calls, [['clear', 'color']]);
    await show({});
    equal(press(buttonsIn(plot)[0]!, 'Escape').defaultPrevented, false, 'nothing is selected:');
  });

  it('is plain text if the plot can not filter by it', async () => {
    await show({ actions: null });
    equal(buttonsIn(plot).length, 0);
    equal(plot.shadowRoot!.querySelectorAll('.entry').length, 3);
  });

  it('opens the entries that do not fit, and Escape closes them', async () => {
    const entries = Array.from({ length: 60 }, (_, value) => ({ label: `origin ${value}`, value, color: 'red' }));
    await show({ legends: [{ ...ORIGINS, entries }] }, 300);
    const more = plot.shadowRoot!.querySelector<HTMLButtonElement>('.more')!;
    if (!/^\+\d+ more$/.test(more.textContent!)) throw new Error(`found ${more.textContent}`);
    more.click();
    await plot.updateComplete;
    equal(plot.shadowRoot!.querySelectorAll('.all button').length, 60);
    press(more, 'Escape');
    await plot.updateComplete;
    equal(plot.shadowRoot!.querySelector('.all'), null);
    equal(calls.filter(([name]) => name === 'clear').length, 0);
  });

  it('moves to a <pika-legend>, follows the plot, and comes back', async () => {
    const place = document.createElement('pika-legend') as PikaLegend;
    place.setAttribute('for', 'delays');
    equal(isLegendElsewhere(plot), false);
    document.body.append(place);
    await until('its code has loaded', () => buttonsIn(place).length > 0);
    equal([isLegendElsewhere(plot), buttonsIn(place).length], [true, 3]);
    buttonsIn(place)[2]!.click();
    equal(calls, [['toggle', 'color', 4, false]]);
    await show({ legends: [{ ...ORIGINS, entries: ORIGINS.entries.slice(0, 2) }] });
    await place.updateComplete;
    equal(buttonsIn(place).length, 2);
    place.setAttribute('for', 'another');
    await place.updateComplete;
    equal([isLegendElsewhere(plot), buttonsIn(place).length], [false, 0]);
    place.setAttribute('for', 'delays');
    await place.updateComplete;
    place.remove();
    equal(isLegendElsewhere(plot), false);
  });

  it('of a plot that is not there is a remark with the nearest id, until the plot comes', async () => {
    const holder = document.createElement('div');
    holder.innerHTML = `<pika-plot id="arrivals"></pika-plot><pika-plot id="speeds"></pika-plot>
      <pika-legend for="arivals"></pika-legend><pika-legend for="nobody"></pika-legend><pika-legend></pika-legend>
      <pika-legend for="speeds"></pika-legend>`;
    document.body.append(holder);
    const places = [...holder.querySelectorAll('pika-legend')];
    const remarks = (): readonly string[] =>
      places.map((place) => place.shadowRoot?.querySelector('[part=note]')?.textContent ?? '');
    await until('a remark', () => remarks()[0] !== '' && remarks()[2] !== '');
    equal(remarks(), [
      'for="arivals" has no effect: no <pika-plot> has this id. Did you mean "arrivals"?',
      'for="nobody" has no effect: no <pika-plot> has this id. Plots here have the ids "arrivals", "speeds".',
      'There is no legend without for="…": write the id of a <pika-plot>.',
      '',
    ]);
    places[0]!.setAttribute('for', 'delays');
    await until('the legend in its place', () => buttonsIn(places[0]!).length === 3);
    equal(remarks()[0], '');
    const late = document.createElement('plot-with-legend');
    late.id = 'nobody';
    holder.append(late);
    await until('the legend of a plot that comes late', () => buttonsIn(places[1]!).length === 3);
    equal(remarks()[1], '');
    holder.remove();
  });
});
