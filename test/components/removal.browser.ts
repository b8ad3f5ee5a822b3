import '../../src/index';
import { configure, pageEngine, type PikaPlot, type PikaQuery, type PikaQueryEvents } from '../../src/index';
import { watchAbortListeners } from '../harness/abort-listeners';
import { awaiting, until } from '../harness/patience.mjs';

configure({ backend: 'cpu' });

function check(holds: unknown, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

const once = <T>(start: (resolve: (value: T) => void) => void): Promise<T> => new Promise(start);

function place(html: string): HTMLElement {
  const holder = document.createElement('div');
  holder.innerHTML = html;
  document.body.replaceChildren(holder);
  return holder;
}

const PLOT =
  '<pika-plot from="rows" mark="bar" x="bin(v)" y="count()" style="width: 400px; height: 200px"></pika-plot>';

describe('an element that is removed', () => {
  const { fetch } = window;
  let listeners = watchAbortListeners();
  beforeEach(() => {
    listeners.stop();
    listeners = watchAbortListeners();
  });
  afterEach(() => {
    window.fetch = fetch;
    document.body.replaceChildren();
  });
  after(() => listeners.stop());

  it('stops its download, tells of it, and leaves no listener', async () => {
    const aborted = once<unknown>((resolve) => {
      window.fetch = (_, options) => {
        options!.signal!.addEventListener('abort', () => resolve(null), { once: true });
        return once(() => undefined);
      };
    });
    const holder = place(`<pika-query name="rows" src="/never.csv"></pika-query>${PLOT}`);
    const cancelled = once<string>((resolve) => void pageEngine().events.on('cancel', ({ source }) => resolve(source)));
    await until('it is asked for', () => listeners.live() > 2);
    holder.remove();
    await aborted;
    check((await cancelled) === 'rows', 'who is told');
    await until('nobody listens', () => listeners.live() === 0);
  });

  it('stops its SQL, which would run for days: the connection is free for the next', async () => {
    await pageEngine().sql('SELECT 1');
    const holder = place(
      '<pika-query name="rows" sql="SELECT count(*) AS v FROM range(20000000) a, range(20000000) b WHERE hash(a.range, b.range) % 7 = 1"></pika-query>',
    );
    const query = holder.querySelector('pika-query')!;
    await once((resolve) =>
      query.addEventListener('pika-progress', ({ detail }) => detail.stage === 'query' && resolve(detail)),
    );
    holder.remove();
    await awaiting('the next query on the connection', pageEngine().sql('SELECT 2', { priority: 'background' }));
    await until('nobody listens', () => listeners.live() === 0);
  });

  it('stops columns on their way to a plot; a plot that asks for them again gets them', async () => {
    const holder = place(`<pika-query name="rows"></pika-query>`);
    const query = holder.querySelector('pika-query') as PikaQuery;
    query.data = { v: Float64Array.from({ length: 2_000_000 }, (_, i) => i / 3) };
    await query.ready;
    holder.insertAdjacentHTML('beforeend', PLOT);
    const plot = holder.querySelector('pika-plot') as PikaPlot;
    await plot.updateComplete;
    await until('it loads', () => listeners.live() > 0);
    plot.remove();
    await until('nobody listens', () => listeners.live() === 0);
    const drawn = once((resolve) => plot.addEventListener('pika-ready', resolve));
    holder.append(plot);
    await drawn;
    check((await plot.counts())!.counts.reduce((a, b) => a + b, 0) === 2_000_000, 'all rows');
    check(listeners.live() === 0, `${listeners.live()} left`);
  });
});

describe('what the engine tells', () => {
  afterEach(() => document.body.replaceChildren());

  it('of a load: progress that ends once all of it is done, and lifecycle; of a brush the selection, once a frame', async () => {
    const told: string[] = [];
    const stop = new AbortController();
    const { signal } = stop;
    for (const lane of ['control', 'state', 'progress'] as const) {
      pageEngine().events.on(
        lane,
        ({ name, detail }) => told.push(name === 'progress' && detail.finished ? 'finished' : name),
        { source: 'told', signal },
      );
    }
    const finished = once<unknown>(
      (resolve) =>
        void pageEngine().events.on('progress', ({ detail }) => detail.finished && resolve(null), {
          source: 'told',
          signal,
        }),
    );
    const holder = place(
      `<pika-query name="told" src="/data/flights-3m.parquet"></pika-query>${PLOT.replace('rows', 'told').replace('bin(v)', 'bin(delay)').replace('mark', 'brush="x" mark')}`,
    );
    const plot = holder.querySelector('pika-plot')!;
    await once((resolve) => plot.addEventListener('pika-ready', resolve));
    await finished;
    check(told[0] === 'define' && told.includes('ready'), told.join());
    check(told.filter((name) => name === 'finished').length === 1 && told.at(-1) === 'finished', told.join());
    told.length = 0;
    const selected = once<number>(
      (resolve) =>
        void pageEngine().events.on('selection', ({ detail }) => resolve(detail.clauses.length), {
          source: 'told',
          signal,
        }),
    );
    for (let i = 1; i <= 50; i++) plot.select({ x: [0, i] });
    check(told.length === 0, 'not within the call');
    check((await selected) === 1, 'one clause');
    check(told.join() === 'selection', told.join());
    stop.abort();
  });

  it('to the page, out of shadow roots: how a query loads, the last of it all, and then that it stands', async () => {
    const told: CustomEvent[] = [];
    const stop = new AbortController();
    for (const type of ['pika-progress', 'pika-ready'])
      document.addEventListener(type, (event) => told.push(event as CustomEvent), { signal: stop.signal });
    const stands = once((resolve) => document.addEventListener('pika-ready', resolve, { once: true }));
    const root = place('').attachShadow({ mode: 'closed' });
    root.innerHTML = '<pika-query name="shady" src="/data/flights-3m.parquet"></pika-query>';
    await stands;
    await once<unknown>((resolve) => setTimeout(resolve, 150));
    stop.abort();
    const types = told.map(({ type }) => type);
    check(
      types.at(-1) === 'pika-ready' && types.filter((type) => type === 'pika-ready').length === 1 && types.length > 1,
      types.join(),
    );
    const steps = told.slice(0, -1).map(({ detail }) => detail as PikaQueryEvents['pika-progress']);
    const isAll = steps.map(({ done, total }) => done === total);
    check(isAll.indexOf(true) === steps.length - 1, JSON.stringify(steps));
  });

  it('of what went wrong, once, however many wait for it', async () => {
    const wrong: string[] = [];
    const stop = new AbortController();
    pageEngine().events.on('error', ({ source, detail: { code } }) => wrong.push(`${source} ${code}`), {
      signal: stop.signal,
    });
    const holder = place(`<pika-query name="rows" sql="SELECT nothing FROM nowhere"></pika-query>${PLOT}${PLOT}`);
    const shown = [...holder.querySelectorAll('pika-plot')].map((plot) =>
      once((resolve) => plot.addEventListener('pika-error', resolve)),
    );
    await Promise.all(shown);
    check(wrong.join() === 'rows plan/unknown-query' || wrong.join() === 'rows source/sql', wrong.join());
    stop.abort();
  });
});
