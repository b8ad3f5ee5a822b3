/** What frameworks assign to properties, or write as attributes, where an author writes HTML. */
import '../../src/index';
import {
  configure,
  type PikaError,
  type PikaInput,
  type PikaPlot,
  type PikaQuery,
  type PikaSelection,
} from '../../src/index';

configure({ backend: 'cpu' });

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

const once = <T>(target: EventTarget, type: string): Promise<CustomEvent<T>> =>
  new Promise((resolve) => target.addEventListener(type, (event) => resolve(event as CustomEvent<T>), { once: true }));

/** Assigns as a framework does, regardless of types. */
const assign = <T extends object>(element: T, values: object): T => Object.assign(element, values);

describe('a property that a framework assigns', () => {
  afterEach(() => document.body.replaceChildren());

  it('takes what an attribute takes: a number, true, an empty text, JSON; null and undefined are no value', () => {
    const plot = document.createElement('pika-plot');
    assign(plot, {
      strokeWidth: 2,
      mark: undefined,
      pick: '',
      zoom: true,
      x: false,
      spec: undefined,
      domain: undefined,
    });
    equal([plot.strokeWidth, plot.mark, plot.pick, plot.zoom, plot.x], ['2', null, true, '', null], 'plot');
    const query = assign(document.createElement('pika-query'), { params: '{"cut":3}', data: undefined, drop: false });
    equal([query.params, query.data, query.drop], [{ cut: 3 }, null, false], 'query');
    const mark = assign(document.createElement('pika-mark'), { mark: 'bar', x: undefined, innerRadius: 0.5 });
    equal(mark.texts, { mark: 'bar', innerRadius: '0.5' }, 'mark');
    const clause = { kind: 'sql', from: 'rows', predicate: 'x > 1' };
    const selection: PikaSelection = document.createElement('pika-selection');
    selection.value = [clause as never];
    selection.value = null;
    equal(selection.value, [], 'selection');
  });

  it('takes lists, dates and booleans of the attributes that have them', () => {
    const plot = assign(document.createElement('pika-plot'), {
      from: 'rows',
      mark: 'bar',
      x: 'kind',
      y: 'count()',
      limit: 10,
      opacity: 0.25,
      sort: ['low', 'high, higher'],
      xDomain: [new Date(0), new Date(864e5)],
      yDomain: [0, 100],
      yTicks: [0, 50],
      colorDomain: ['low', 'high'],
      filterBy: ['a', 'b'],
      xGrid: false,
      yGrid: true,
      tooltip: false,
      zoom: true,
    });
    equal(
      plot.spec,
      {
        version: 1,
        from: 'rows',
        mark: 'bar',
        x: 'kind',
        y: 'count()',
        opacity: 0.25,
        sort: ['low', 'high, higher'],
        limit: 10,
        scales: {
          x: { domain: ['1970-01-01T00:00:00.000Z', '1970-01-02T00:00:00.000Z'] },
          y: { domain: [0, 100] },
          color: { domain: ['low', 'high'] },
        },
        guides: { x: { grid: false }, y: { ticks: [0, 50], grid: true } },
        interaction: { zoom: 'all', filterBy: ['a', 'b'], tooltip: false },
      },
      'spec',
    );
    assign(plot, { sort: null, filterBy: undefined, xGrid: null });
    equal([plot.sort, plot.filterBy, plot.xGrid], [null, null, null], 'taken back');
    const query = assign(document.createElement('pika-query'), { header: false, skip: 1, nullstr: ['', 'NA'] });
    equal([query.header, query.skip, query.nullstr], ['false', '1', '["","NA"]'], 'query');
    const input = assign(document.createElement('pika-input'), { min: 0, max: 1.5 });
    equal([input.min, input.max], ['0', '1.5'], 'input');
  });

  it('is drawn again after a spec that took its place is gone', () => {
    const plot = assign(document.createElement('pika-plot'), { from: 'rows', mark: 'bar', x: 'v', pick: true });
    plot.setAttribute('y', 'count()');
    plot.spec = { from: 'others', mark: 'point', x: 'a', y: 'b' };
    equal([plot.from, plot.mark, plot.y, plot.pick], ['others', 'point', 'b', false], 'spec');
    plot.spec = null;
    equal([plot.from, plot.mark, plot.x, plot.y, plot.pick], ['rows', 'bar', 'v', 'count()', true], 'assigned');
  });

  it('takes the text of a value, as the attribute does', async () => {
    const range = assign(document.createElement('pika-input'), {
      name: 'least',
      type: 'range',
      value: '15',
    }) as PikaInput;
    const text = assign(document.createElement('pika-input'), { name: 'word', type: 'text', value: '15' }) as PikaInput;
    const selection = assign(document.createElement('pika-selection'), {
      name: 'restored',
      value: '[{"kind":"sql","from":"rows","predicate":"x > 1"}]',
    }) as PikaSelection;
    document.body.append(range, text, selection);
    await selection.updateComplete;
    equal([range.value, text.value, selection.value.length], [15, '15', 1], 'values');
  });
});

describe('an object that a server wrote as text', () => {
  const warn = console.warn;
  let warned: string[] = [];
  beforeEach(() => {
    warned = [];
    console.warn = (text: string) => text.startsWith('[pika]') && warned.push(text);
  });
  afterEach(() => {
    console.warn = warn;
    document.body.replaceChildren();
  });

  it('is not remarked on once a script has assigned the object', async () => {
    document.body.innerHTML = `<pika-query name="served" data="[object Object]"></pika-query>
      <pika-plot spec="[object Object]" domain="[object Object]" style="width: 400px; height: 200px"></pika-plot>
      <pika-selection name="served" value="[object Object]"></pika-selection>`;
    const [query, plot, selection] = ['pika-query', 'pika-plot', 'pika-selection'].map((tag) =>
      document.querySelector(tag),
    ) as [PikaQuery, PikaPlot, PikaSelection];
    await new Promise(requestAnimationFrame);
    query.data = [{ v: 'a' }, { v: 'b' }];
    plot.spec = { from: 'served', mark: 'bar', x: 'v', y: 'count()' };
    plot.domain = { x: null };
    selection.value = [];
    await once(plot, 'pika-ready');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    equal(warned, [], 'console');
    equal(plot.shadowRoot!.textContent.includes('wrote an object as text'), false, 'note');
    equal(
      [query, plot, selection].map((element) => element.getAttributeNames()),
      [['name'], ['style'], ['name']],
      'attributes',
    );
  });
});

describe('rows that a framework does not pass', () => {
  afterEach(() => document.body.replaceChildren());

  it('are what the plot complains about, with the text that stands in their place; later rows are drawn', async () => {
    document.body.innerHTML = `<pika-query name="lost" data="[object Object],[object Object]"></pika-query>
      <pika-plot from="lost" mark="bar" x="v" y="count()" style="width: 400px; height: 200px"></pika-plot>`;
    const [query, plot] = ['pika-query', 'pika-plot'].map((tag) => document.querySelector(tag)) as [
      PikaQuery,
      PikaPlot,
    ];
    const { detail } = await once<PikaError>(plot, 'pika-error');
    equal(detail.code, 'source/missing-src', 'code');
    await plot.updateComplete;
    const shown = plot.shadowRoot!.textContent;
    for (const words of ['<pika-query name="lost">', 'property data', 'Import pika-plot before'])
      if (!shown.includes(words)) throw new Error(`"${words}" is not in: ${shown}`);
    equal(query.hasAttribute('data-failed'), false, 'the query leaves it to the plot');
    const ready = once(plot, 'pika-ready');
    query.data = [{ v: 'a' }, { v: 'b' }];
    await ready;
    equal((await plot.values())!.length, 2, 'bars');
  });
});
