import { configure, pageEngine, type PikaError, type PikaPlot, type PikaQuery } from '../../src/index';
import { until } from '../harness/patience.mjs';

configure({ backend: 'cpu' });

function equal(actual: unknown, expected: unknown, what = ''): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what} expected ${b}, found ${a}`);
}

function add<Name extends 'pika-plot' | 'pika-query'>(
  tag: Name,
  attributes: Record<string, string>,
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (tag === 'pika-plot') Object.assign(element.style, { display: 'block', width: '400px', height: '200px' });
  document.body.append(element);
  return element;
}

function heard<Detail>(element: HTMLElement, type: string): Promise<Detail> {
  return new Promise((resolve) =>
    element.addEventListener(type, (event) => resolve((event as CustomEvent<Detail>).detail), { once: true }),
  );
}

const wait = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

async function total(plot: PikaPlot): Promise<number> {
  return (await plot.counts())?.counts.reduce((a, b) => a + b, 0) ?? 0;
}

/** An async iterable of the batches that a test pushes. */
class Source implements AsyncIterable<Record<string, unknown>[]> {
  readonly #waiting: ((step: IteratorResult<Record<string, unknown>[]>) => void)[] = [];
  readonly #steps: (IteratorResult<Record<string, unknown>[]> | Error)[] = [];
  closed = false;

  push(rows: Record<string, unknown>[]): void {
    this.#give({ done: false, value: rows });
  }

  end(): void {
    this.#give({ done: true, value: undefined });
  }

  break(error: Error): void {
    this.#steps.push(error);
  }

  [Symbol.asyncIterator](): AsyncIterator<Record<string, unknown>[]> {
    return {
      next: () => {
        const step = this.#steps.shift();
        if (step instanceof Error) return Promise.reject(step);
        return step ? Promise.resolve(step) : new Promise((resolve) => this.#waiting.push(resolve));
      },
      return: () => {
        this.closed = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  #give(step: IteratorResult<Record<string, unknown>[]>): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(step);
    else this.#steps.push(step);
  }
}

const numbers = (from: number, to: number): { v: number; w: string }[] =>
  Array.from({ length: to - from }, (_, i) => ({ v: from + i, w: (from + i) % 3 === 0 ? 'b' : 'c' }));

describe('query.data', () => {
  let elements: HTMLElement[] = [];
  const plot = (attributes: Record<string, string>): PikaPlot =>
    elements[elements.push(add('pika-plot', attributes)) - 1] as PikaPlot;
  const query = (attributes: Record<string, string>): PikaQuery =>
    elements[elements.push(add('pika-query', attributes)) - 1] as PikaQuery;
  afterEach(async () => {
    for (const element of elements) element.remove();
    elements = [];
    await new Promise((resolve) => setTimeout(resolve, 0));
  });

  it('draws the assigned rows, and redraws on each assignment', async () => {
    const rows = query({ name: 'rows' });
    rows.data = numbers(0, 100);
    const bars = plot({ from: 'rows', mark: 'bar', x: 'bin(v)', y: 'count()' });
    await heard(bars, 'pika-ready');
    equal(await total(bars), 100);
    const again = heard(bars, 'pika-ready');
    rows.data = { v: Float64Array.of(1, 2, 3, NaN) };
    await again;
    equal(await total(bars), 3);
    equal((await rows.ready).fields, [{ name: 'v', sqlType: 'DOUBLE' }]);
  });

  it('shows no error while a script has yet to assign data, nor after it becomes a drop box', async () => {
    const errors: PikaError[] = [];
    const [rows, box, gone] = ['rows', 'box', 'gone'].map((name) => query({ name })) as [
      PikaQuery,
      PikaQuery,
      PikaQuery,
    ];
    for (const one of [rows, box, gone]) one.addEventListener('pika-error', ({ detail }) => errors.push(detail));
    const early = rows.ready;
    let chosen = false;
    await wait(100);
    rows.data = [{ v: 1 }];
    box.drop = true;
    gone.remove();
    const file = box.ready.then(({ rowCount }) => {
      chosen = true;
      return rowCount;
    });
    equal((await early).rowCount, 1);
    await wait(2100);
    equal(
      [errors.map(({ message }) => message), rows.hasAttribute('data-failed'), box.hasAttribute('data-failed'), chosen],
      [[], false, false, false],
    );
    box.src = new File(['v\n1\n2\n'], 'x.csv');
    equal([await file, (await box.ready).rowCount], [2, 2]);
    box.src = null;
    await wait(2100);
    equal(errors.length, 0, 'it waits again');
  });

  it('shows errors in data, and recovers', async () => {
    const rows = query({ name: 'rows' });
    equal((await heard<PikaError>(rows, 'pika-error')).code, 'source/missing-src');
    equal(rows.hasAttribute('data-failed'), true);
    equal(
      await rows.ready.then(
        () => null,
        (thrown: unknown) => (thrown as PikaError).code,
      ),
      'source/missing-src',
    );
    const refused = heard<PikaError>(rows, 'pika-error');
    rows.data = [{ v: 1 }, { v: 'x' }];
    equal((await refused).code, 'source/bad-data');
    rows.data = [{ v: 1 }];
    equal((await rows.ready).rowCount, 1);
    equal(rows.hasAttribute('data-failed'), false);
  });

  it('grows while rows arrive; brushes stay and filter the new rows', async () => {
    const source = new Source();
    const rows = query({ name: 'rows' });
    rows.data = source;
    const sums = query({ name: 'sums', sql: 'SELECT w, count(*) AS n FROM rows GROUP BY w' });
    const byValue = plot({ from: 'rows', mark: 'bar', x: 'bin(v, step=10)', y: 'count()', brush: 'x' });
    const byWord = plot({ from: 'rows', mark: 'bar', x: 'w', y: 'count()', brush: 'x' });
    const ready = Promise.all([heard(byValue, 'pika-ready'), heard(byWord, 'pika-ready')]);
    source.push(numbers(0, 100));
    await ready;
    byValue.select({ x: [50, 150] });
    equal(await total(byWord), 50);
    let loadings = 0;
    byWord.addEventListener('pika-ready', () => loadings++);
    source.push(numbers(100, 120));
    await until('twenty more are counted', async () => (await total(byWord)) === 70);
    equal(
      byValue.selected?.ranges.map(({ lo, hi }) => [lo, hi]),
      [[50, 150]],
    );
    // A new category that sorts first shifts the codes of the others; the selection keeps its category.
    byWord.select({ x: [1, 2] });
    byValue.select(null);
    equal(await total(byValue), 80, 'rows of "c"');
    source.push([
      { v: 60, w: 'a' },
      { v: 61, w: 'c' },
      { v: 62.5, w: 'bb' },
    ]);
    await until('only "c" is added', async () => (await total(byValue)) === 81);
    source.end();
    await (
      await rows.ready
    ).finished;
    equal(loadings, 0, 'announcements');
    await until('SQL over it has grown', async () => (await sums.ready).rowCount === 4);
    equal((await pageEngine().open('sums')).rowCount, 4);
  });

  it('keeps the rows so far when the source fails, and shows why', async () => {
    const source = new Source();
    const rows = query({ name: 'rows' });
    rows.data = source;
    const bars = plot({ from: 'rows', mark: 'bar', x: 'bin(v)', y: 'count()' });
    const failed = heard<PikaError>(rows, 'pika-error');
    source.push(numbers(0, 10));
    source.push(numbers(10, 30));
    source.break(new Error('the line went dead'));
    if (!/the line went dead/.test((await failed).message)) throw new Error((await failed).message);
    await until('all thirty are drawn', async () => (await total(bars)) === 30);
    await until('the element shows why', () => rows.hasAttribute('data-failed'));
  });

  it('closes the source when it is removed', async () => {
    const source = new Source();
    const rows = query({ name: 'rows' });
    rows.data = source;
    source.push(numbers(0, 10));
    await rows.ready;
    rows.remove();
    await until('the source is closed', () => source.closed);
  });

  it('draws a stream of a million rows in many batches', async () => {
    const rows = query({ name: 'rows' });
    const batchRows = 10_000;
    rows.data = (async function* () {
      for (let batch = 0; batch < 100; batch++)
        yield { v: Float32Array.from({ length: batchRows }, (_, i) => batch * batchRows + i) };
    })();
    const bars = plot({ from: 'rows', mark: 'bar', x: 'bin(v)', y: 'count()' });
    const startMs = performance.now();
    await (
      await rows.ready
    ).finished;
    equal(await total(bars), 1_000_000);
    console.log(`measured: a million rows in 100 batches ${(performance.now() - startMs).toFixed(0)} ms`);
  });
});
