/** Values that scripts and frameworks assign by mistake, or while an application starts. */
import '../../src/index';
import {
  configure,
  pageEngine,
  type PikaCount,
  type PikaError,
  type PikaInput,
  type PikaPlot,
  type PikaQuery,
  type PikaSelection,
} from '../../src/index';
import { until } from '../harness/patience.mjs';

configure({ backend: 'cpu' });

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, values: object): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), values);
}

const SIZE = 'width: 400px; height: 200px';
const errorOf = (element: Element): string =>
  element.shadowRoot?.querySelector('[part=error]')?.textContent.replace(/\s+/g, ' ').trim() ?? '';

/** A query "rows" with v and w, and a plot of it with these properties. */
function plotOf(values: object): PikaPlot {
  const query = make('pika-query', { name: 'rows', data: { v: [1, 2, 3], w: [30, 20, 10], k: ['a', 'b', 'c'] } });
  const plot = make('pika-plot', { from: 'rows', mark: 'point', x: 'v', y: 'w', ...values });
  plot.style.cssText = SIZE;
  document.body.append(query, plot);
  return plot;
}

describe('a property of text', () => {
  afterEach(() => document.body.replaceChildren());

  it('reads lists as its attribute does, and booleans of an attribute that is on or off', () => {
    const plot = make('pika-plot', {});
    for (const [property, value, text] of [
      ['xDomain', [0, 100], '0, 100'],
      ['xDomain', [new Date(0), new Date(1)], '1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00.001Z'],
      ['yDomain', ['low', 'high'], '["low","high"]'],
      ['sort', ['b', 'a'], '["b","a"]'],
      ['xTicks', [0, 50], '[0,50]'],
      ['dash', [4, 2], '4, 2'],
      ['colorRange', ['red', 'blue'], 'red, blue'],
      ['filterBy', ['a', 'b'], 'a b'],
      ['legend', false, 'off'],
      ['xGrid', false, 'off'],
      ['xGrid', true, 'on'],
      ['tooltip', false, 'off'],
      ['brush', false, null],
      ['zoom', true, ''],
      ['label', new URL('https://example.org/'), 'https://example.org/'],
      ['sort', [], null],
    ] as const) {
      Object.assign(plot, { [property]: value });
      equal([plot[property], plot.propertyError], [text, null], `${property} = ${JSON.stringify(value)}`);
    }
    const query = make('pika-query', { header: false, nullstr: ['', 'NA'], src: ['a.csv', 'b.csv'] });
    equal([query.header, query.nullstr, query.src], ['false', '["","NA"]', ['a.csv', 'b.csv']], 'query');
  });

  it('that gets anything else is an error that every element shows, until it gets a text', async () => {
    const plot = plotOf({ mark: { type: 'bar' } });
    await until('the plot shows it', () => errorOf(plot).includes('property "mark" of <pika-plot>'));
    equal(/found\s*an object/.test(errorOf(plot)), true, errorOf(plot));
    const errors: PikaError[] = [];
    plot.addEventListener('pika-error', ({ detail }) => errors.push(detail));
    plot.mark = 'point';
    equal((await plot.values())!.length, 3, 'points');
    for (const value of [{ a: 1 }, () => 5, Symbol('x'), [[1]], Object.create(null)])
      Object.assign(plot, { label: value });
    await until('the plot shows it', () => errorOf(plot).includes('property "label"'));
    equal(errors.length, 1, 'events');
    plot.label = null;
    await plot.values();

    const mark = make('pika-mark', { mark: 'point', x: { field: 'v' } });
    plot.append(mark);
    await until('the plot shows it', () => errorOf(plot).includes('property "x" of <pika-mark>'));
    Object.assign(mark, { x: 'v' });
    await plot.values();

    const others = [
      make('pika-count', { from: ['rows'] }),
      make('pika-query', { name: 'more', sql: { text: 'SELECT 1' } }),
      make('pika-input', { name: { n: 1 } }),
      make('pika-selection', { name: ['one'] }),
    ];
    const heard = new Set<string>();
    for (const element of others) {
      element.addEventListener('pika-error', ({ detail }) => heard.add(`${element.localName} ${detail.code}`));
      document.body.append(element);
    }
    await until('each shows it', () => others.every((one) => errorOf(one).includes(`of <${one.localName}>`)));
    equal([...heard].filter((text) => text.endsWith('spec/bad-attribute')).length, 4, 'events');
  });

  it('is an error, not the rows of before, when new rows come', async () => {
    const plot = plotOf({});
    await plot.values();
    Object.assign(plot, { x: {} });
    await until('the plot shows it', () => errorOf(plot).includes('property "x"'));
    const query = document.querySelector('pika-query')!;
    const ready = new Promise((resolve) => query.addEventListener('pika-ready', resolve, { once: true }));
    query.data = { v: [1], w: [2] };
    await ready;
    await new Promise((resolve) => setTimeout(resolve, 200));
    equal(errorOf(plot).includes('property "x"'), true, errorOf(plot));
    plot.x = 'v';
    equal((await plot.values())!.length, 1, 'points');
  });
});

describe('a domain', () => {
  afterEach(() => document.body.replaceChildren());

  it('takes ends in either order and dates; anything else is an error of the plot, which does not throw', async () => {
    const plot = plotOf({ domain: { x: [3, 1] } });
    await plot.values();
    equal(plot.domain!.x, [1, 3], 'reversed');
    for (const wrong of [{ x: [NaN, 1] }, { x: [0, Infinity] }, { z: [1, 2] }, 5, { x: [new Date(''), 1] }]) {
      Object.assign(plot, { domain: wrong });
      await until('the plot shows it', () => errorOf(plot).includes('two finite numbers'));
    }
    plot.domain = { x: [2, 3] };
    await plot.values();
    equal(plot.domain!.x, [2, 3], 'after an error');
  });
});

describe('an event of an element that is inserted', () => {
  afterEach(() => document.body.replaceChildren());

  it('reaches listeners that a framework adds after inserting it', async () => {
    const elements = [
      make('pika-input', { name: 'n', type: 'bogus' }),
      make('pika-query', { name: 'empty', sql: ' ', src: ' ', drop: true, timeout: {} }),
      make('pika-selection', { mode: 'bogus', name: 's' }),
      make('pika-count', {}),
    ];
    const heard: string[] = [];
    document.body.append(...elements);
    for (const element of elements)
      element.addEventListener('pika-error', () => heard.push(element.localName), { once: true });
    await until('all are heard', () => heard.length === elements.length);
  });
});

describe('<pika-input type="select">', () => {
  afterEach(() => document.body.replaceChildren());

  const choose = (input: PikaInput, text: string): void => {
    const select = input.shadowRoot!.querySelector('select')!;
    select.value = [...select.options].find((option) => option.text === text)!.value;
    select.dispatchEvent(new Event('change'));
  };
  const offers = (input: PikaInput, count: number): Promise<unknown> =>
    until('it has options', () => input.shadowRoot?.querySelector('select')?.options.length === count);

  it('keeps what the user chose when its choices change, if it is still among them', async () => {
    const query = make('pika-query', { name: 'kinds', data: [{ k: 'a' }, { k: 'b' }, { k: 'c' }] });
    const input = make('pika-input', { name: 'k', type: 'select', from: 'kinds', column: 'k' });
    input.setAttribute('value', 'a');
    document.body.append(query, input);
    await offers(input, 3);
    equal(input.value, 'a', 'at first');
    choose(input, 'c');
    query.data = [{ k: 'b' }, { k: 'c' }];
    await offers(input, 2);
    equal(input.value, 'c', 'with other rows');
    query.data = [];
    await offers(input, 0);
    query.data = [{ k: 'a' }, { k: 'b' }, { k: 'c' }];
    await offers(input, 3);
    equal(input.value, 'c', 'after there were none');
    query.data = [{ k: 'a' }, { k: 'b' }];
    await offers(input, 2);
    equal(input.value, 'a', 'without it: what the author wrote');
  });

  it('keeps NULL where there is an entry for it, and numbers that the author wrote as text', async () => {
    const input = make('pika-input', { name: 'm', type: 'select', placeholder: 'All', options: [1, 2, 3] });
    input.setAttribute('value', '2');
    document.body.append(input);
    await offers(input, 4);
    equal(input.value, 2, 'at first');
    choose(input, 'All');
    input.options = [1, 2, 3, 4];
    await offers(input, 5);
    equal(input.value, null, 'with other options');
  });
});

describe('values that are wrong for a while', () => {
  afterEach(() => document.body.replaceChildren());

  it('an invalid date of an input is its error', async () => {
    const input = make('pika-input', { name: 'd', type: 'date', value: new Date('') });
    document.body.append(input);
    await until('it shows it', () => errorOf(input).includes('an invalid Date'));
    input.value = new Date(0);
    await until('it shows none', () => errorOf(input) === '');
    equal(input.shadowRoot!.querySelector('input')!.value, '1970-01-01', 'control');
  });

  it('a selection drops the error of its value when a plot selects something; that of its mode stays', async () => {
    const plot = plotOf({ brush: 'x' });
    const selection: PikaSelection = make('pika-selection', { name: 'rows' });
    document.body.append(selection);
    await plot.values();
    Object.assign(selection, { value: [{}] });
    await until('it shows it', () => errorOf(selection) !== '');
    plot.select({ x: [1, 3] });
    await until('it shows none', () => errorOf(selection) === '' && !selection.hasAttribute('data-failed'));
    equal(selection.value.length, 1, 'clauses');
    selection.mode = 'bogus';
    await until('it shows it', () => errorOf(selection) !== '');
    selection.value = [];
    await selection.updateComplete;
    equal(errorOf(selection) === '', false, 'mode');
  });

  it('a count has no numbers beside an error', async () => {
    const count: PikaCount = make('pika-count', { from: 'rows' });
    plotOf({});
    document.body.append(count);
    await until('it counts', () => count.value?.rows === 3);
    count.aggregate = 'sum(nothing)';
    await until('it shows an error', () => errorOf(count) !== '');
    equal(count.value, null, 'value');
  });

  it('a query with two sources is refused: plots and SQL of its name say why', async () => {
    const query: PikaQuery = make('pika-query', { name: 'both', sql: 'SELECT 1 AS v', data: [{ v: 1 }] });
    const over: PikaQuery = make('pika-query', { name: 'over', sql: 'SELECT * FROM "Both"' });
    const plot = make('pika-plot', { from: 'both', mark: 'point', x: 'v', y: 'v' });
    plot.style.cssText = SIZE;
    const errors: string[] = [];
    query.addEventListener('pika-error', ({ detail }) => errors.push(detail.detail.found));
    document.body.append(query, over, plot);
    await until('the plot shows it', () => errorOf(plot).includes('sql and data'));
    await until('the other query has it', () => over.error?.detail.found === 'sql and data');
    equal(pageEngine().queryState('both').error?.detail.found, 'sql and data', 'state');
    equal(errors, ['sql and data'], 'events');
    query.sql = null;
    equal((await plot.values())!.length, 1, 'points');
    equal(await over.toArray(), [{ v: 1 }], 'rows');
  });
});
