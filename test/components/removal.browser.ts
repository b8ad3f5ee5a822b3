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

describe('a removed element', () => {
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

  it('aborts its download, emits `cancel`, and leaves no listener', async () => {
    const aborted = once<unknown>((resolve) => {
      window.fetch = (_, options) => {
        options!.signal!.addEventListener('abort', () => resolve(null), { once: true });
        return once(() => undefined);
      };
    });
    const holder = place(`<pika-query name="rows" src="/never.csv"></pika-query>${PLOT}`);
    const cancelled = once<string>((resolve) => void pageEngine().events.on('cancel', ({ source }) => resolve(source)));
    await until('it is requested', () => listeners.live() > 2);
    holder.remove();
    await aborted;
    check((await cancelled) === 'rows', 'the source of the event');
    await until('no listener is left', () => listeners.live() === 0);
  });

  it('cancels its SQL, which would run for days: the connection is free for the next query', async () => {
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
    await until('no listener is left', () => listeners.live() === 0);
  });

  it('cancels columns being loaded for a plot; another plot can load them again', async () => {
    const holder = place(`<pika-query name="rows"></pika-query>`);
    const query = holder.querySelector('pika-query') as PikaQuery;
    query.data = { v: Float64Array.from({ length: 2_000_000 }, (_, i) => i / 3) };
    await query.ready;
    holder.insertAdjacentHTML('beforeend', PLOT);
    const plot = holder.querySelector('pika-plot') as PikaPlot;
    await plot.updateComplete;
    await until('it loads', () => listeners.live() > 0);
    plot.remove();
    await until('no listener is left', () => listeners.live() === 0);
    const drawn = once((resolve) => plot.addEventListener('pika-ready', resolve));
    holder.append(plot);
    await drawn;
    check((await plot.counts())!.counts.reduce((a, b) => a + b, 0) === 2_000_000, 'all rows');
    check(listeners.live() === 0, `${listeners.live()} left`);
  });
});

describe('events of the engine', () => {
  afterEach(() => document.body.replaceChildren());

  it('report lifecycle and progress of a load, ending with completion, and the selection of a brush once a frame', async () => {
    const heard: string[] = [];
    const stop = new AbortController();
    const { signal } = stop;
    for (const lane of ['control', 'state', 'progress'] as const) {
      pageEngine().events.on(
        lane,
        ({ name, detail }) => heard.push(name === 'progress' && detail.finished ? 'finished' : name),
        { source: 'watched', signal },
      );
    }
    const finished = once<unknown>(
      (resolve) =>
        void pageEngine().events.on('progress', ({ detail }) => detail.finished && resolve(null), {
          source: 'watched',
          signal,
        }),
    );
    const holder = place(
      `<pika-query name="watched" src="/data/flights-3m.parquet"></pika-query>${PLOT.replace('rows', 'watched').replace('bin(v)', 'bin(delay)').replace('mark', 'brush="x" mark')}`,
    );
    const plot = holder.querySelector('pika-plot')!;
    await once((resolve) => plot.addEventListener('pika-ready', resolve));
    await finished;
    check(heard[0] === 'define' && heard.includes('ready'), heard.join());
    check(heard.filter((name) => name === 'finished').length === 1 && heard.at(-1) === 'finished', heard.join());
    heard.length = 0;
    const selected = once<number>(
      (resolve) =>
        void pageEngine().events.on('selection', ({ detail }) => resolve(detail.clauses.length), {
          source: 'watched',
          signal,
        }),
    );
    for (let i = 1; i <= 50; i++) plot.select({ x: [0, i] });
    check(heard.length === 0, 'not during the call');
    check((await selected) === 1, 'one clause');
    check(heard.join() === 'selection', heard.join());
    stop.abort();
  });

  it('cross shadow roots: progress of a query up to completion, then pika-ready', async () => {
    const heard: CustomEvent[] = [];
    const stop = new AbortController();
    for (const type of ['pika-progress', 'pika-ready'])
      document.addEventListener(type, (event) => heard.push(event as CustomEvent), { signal: stop.signal });
    const ready = once((resolve) => document.addEventListener('pika-ready', resolve, { once: true }));
    const root = place('').attachShadow({ mode: 'closed' });
    root.innerHTML = '<pika-query name="shady" src="/data/flights-3m.parquet"></pika-query>';
    await ready;
    await once<unknown>((resolve) => setTimeout(resolve, 150));
    stop.abort();
    const types = heard.map(({ type }) => type);
    check(
      types.at(-1) === 'pika-ready' && types.filter((type) => type === 'pika-ready').length === 1 && types.length > 1,
      types.join(),
    );
    const steps = heard.slice(0, -1).map(({ detail }) => detail as PikaQueryEvents['pika-progress']);
    const isAll = steps.map(({ done, total }) => done === total);
    check(isAll.indexOf(true) === steps.length - 1, JSON.stringify(steps));
  });

  it('report an error once, even if several plots wait for it', async () => {
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
