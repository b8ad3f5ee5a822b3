import { sendKeys } from '@web/test-runner-commands';
import '../../src/index';
import { configure, pageEngine, type PikaError, type PikaInput, type PikaQuery } from '../../src/index';
import { until } from '../harness/patience.mjs';

configure({ backend: 'cpu' });

function equal(actual: unknown, expected: unknown, what = ''): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what} expected ${b}, found ${a}`);
}

async function page(markup: string): Promise<{ input: PikaInput; query: PikaQuery }> {
  const holder = document.createElement('div');
  holder.innerHTML = markup;
  document.body.replaceChildren(holder);
  const input = holder.querySelector('pika-input')!;
  const query = holder.querySelector<PikaQuery>('pika-query[sql]')!;
  await input.updateComplete;
  return { input, query };
}

const control = (input: PikaInput): HTMLInputElement =>
  input.shadowRoot!.querySelector<HTMLInputElement>('[part=control]')!;

function heard<Detail>(element: HTMLElement, type: string): Promise<Detail> {
  return new Promise((resolve) =>
    element.addEventListener(type, (event) => resolve((event as CustomEvent<Detail>).detail), { once: true }),
  );
}

const rowsOf = (query: PikaQuery): Promise<Record<string, unknown>[]> => query.toArray();

describe('<pika-input>', () => {
  afterEach(async () => {
    document.body.replaceChildren();
    await new Promise((resolve) => setTimeout(resolve, 0));
  });

  it('sets $name, and a new value by keyboard', async () => {
    const { input, query } = await page(`<pika-input name="n" type="range" min="0" max="9" value="4"></pika-input>
      <pika-query name="q" sql="SELECT $n AS n"></pika-query>`);
    equal(await rowsOf(query), [{ n: 4 }]);
    const [event, ready] = [heard(input, 'pika-input'), heard(query, 'pika-ready')];
    control(input).focus();
    await sendKeys({ press: 'ArrowRight' });
    equal(await event, { name: 'n', value: 5 });
    await ready;
    equal(await rowsOf(query), [{ n: 5 }]);
    equal(
      new TextDecoder().decode(await pageEngine().sql('SELECT $n + 1 AS six')).length > 0,
      true,
      'SQL by script takes it too',
    );
  });

  it('keeps a distance from what follows without white space, as in JSX; so does a large number', async () => {
    const { input } = await page(
      `<pika-input name="a" type="range"></pika-input><pika-input name="b"></pika-input><pika-count from="q" label="n"></pika-count><b>x</b>`,
    );
    const gapAfter = (element: Element): number =>
      element.nextElementSibling!.getBoundingClientRect().left - element.getBoundingClientRect().right;
    const [other, count] = [input.nextElementSibling!, document.querySelector('pika-count')!];
    equal([input, other, count].map(gapAfter), [8, 8, 16]);
  });

  it('treats any input as text, never as SQL', async () => {
    const { input, query } = await page(
      `<pika-input name="t" type="text"></pika-input><pika-query name="q" sql="SELECT $t AS t, length($t) AS n"></pika-query>`,
    );
    equal(await rowsOf(query), [{ t: '', n: 0 }]);
    control(input).focus();
    const hostile = "'; DROP TABLE q; --";
    await sendKeys({ type: hostile });
    input.value = hostile;
    await until('the query has the text', async () => (await rowsOf(query))[0]!.t === hostile);
    equal(await rowsOf(query), [{ t: hostile, n: hostile.length }]);
  });

  it('gives way to a parameter of the query itself', async () => {
    const { query } = await page(
      `<pika-input name="n" value="1"></pika-input><pika-query name="q" sql="SELECT $n AS n" params='{ "n": 2 }'></pika-query>`,
    );
    equal(await rowsOf(query), [{ n: 2 }]);
  });

  it('offers the values of a column, and NULL with a placeholder', async () => {
    const { input, query } = await page(`<pika-query name="words"></pika-query>
      <pika-input name="w" type="select" from="words" column="w" placeholder="All"></pika-input>
      <pika-query name="q" sql="SELECT count(*) AS n FROM words WHERE $w IS NULL OR w = $w"></pika-query>`);
    document.querySelector<PikaQuery>('[name=words]')!.data = [{ w: 'b' }, { w: null }, { w: '<i>a</i>' }, { w: 'b' }];
    equal(await rowsOf(query), [{ n: 4 }]);
    const select = input.shadowRoot!.querySelector('select')!;
    await until('the select has options', () => select.options.length === 3);
    equal(
      [...select.options].map(({ text }) => text),
      ['All', '<i>a</i>', 'b'],
    );
    const ready = heard(query, 'pika-ready');
    select.focus();
    await sendKeys({ press: 'b' });
    await ready;
    equal(await rowsOf(query), [{ n: 2 }]);
  });

  it('offers ENUMs, and times to the nanosecond', async () => {
    const sql =
      "SELECT * FROM (VALUES ('b'::ENUM('b', 'a'), TIMESTAMP_NS '2024-01-01 00:00:00.000000001'), ('a'::ENUM('b', 'a'), TIMESTAMP_NS '2024-01-01 00:00:00.000000002')) t(e, moment)";
    for (const [column, texts] of [
      ['e', ['b', 'a']],
      ['moment', ['2024-01-01 00:00:00.000000001', '2024-01-01 00:00:00.000000002']],
    ] as const) {
      const { input } = await page(`<pika-query name="values" sql="${sql}"></pika-query>
        <pika-input name="v" type="select" from="values" column="${column}"></pika-input><pika-query name="q" sql="SELECT count(*) AS n FROM values WHERE ${column} = $v"></pika-query>`);
      while ((input.shadowRoot?.querySelector('select')?.options.length ?? 0) < 2)
        await new Promise((resolve) => setTimeout(resolve, 10));
      equal(
        [...input.shadowRoot!.querySelector('select')!.options].map(({ text }) => text),
        texts,
      );
      equal(await rowsOf(document.querySelector<PikaQuery>('[name=q]')!), [{ n: 1 }]);
    }
  });

  it('takes a number digit by digit', async () => {
    const { input, query } = await page(`<pika-input name="n" type="number"></pika-input>
      <pika-query name="q" sql="SELECT $n::DOUBLE AS n"></pika-query>`);
    control(input).focus();
    for (const [digits, n] of ['0', '0.', '0.0', '0.05'].map((text) => [text, Number(text)] as const)) {
      await sendKeys({ press: digits.at(-1)! });
      await input.updateComplete;
      equal(await rowsOf(query), [{ n }], digits);
    }
    equal(control(input).value, '0.05');
  });

  it('shows its errors', async () => {
    const errors: PikaError[] = [];
    const listen = (event: Event): void => void errors.push((event as CustomEvent<PikaError>).detail);
    document.addEventListener('pika-error', listen);
    const { input } = await page('<pika-input name="n" type="slider"></pika-input>');
    const again = document.createElement('pika-input');
    again.name = 'm';
    const twin = again.cloneNode() as PikaInput;
    twin.name = 'm';
    document.body.append(again, twin);
    await until('both errors', () => errors.length === 2);
    document.removeEventListener('pika-error', listen);
    equal(errors.map(({ code }) => code).sort(), ['source/duplicate-name', 'spec/bad-input']);
    equal(
      /attribute type.*"slider"/s.test(input.shadowRoot!.querySelector('.error')?.textContent ?? ''),
      true,
      'shown in place',
    );
  });

  it('withdraws its value when it is removed', async () => {
    const { input, query } = await page(
      '<pika-input name="n" value="1"></pika-input><pika-query name="q" sql="SELECT $n AS n"></pika-query>',
    );
    await rowsOf(query);
    const failed = heard<PikaError>(query, 'pika-error');
    input.remove();
    equal((await failed).code, 'source/bad-parameter');
  });
});
