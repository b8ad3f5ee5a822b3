/**
 * `snapshot.html`: four plots of three million flights in a workspace. `?open=/file.pika`: the same, from a snapshot;
 * `?rows=12`: the plots of twelve rows.
 */
import '/dist/pika-plot.js';

const parameters = new URLSearchParams(location.search);
const workspace = document.querySelector('pika-workspace');
const snapshot = parameters.get('open');
const PLOTS = [
  { mark: 'bar', x: 'bin(delay, step=5)', y: 'count()', brush: 'x' },
  { mark: 'bar', x: 'bin(distance, step=60)', y: 'count()', brush: 'x' },
  { mark: 'bar', x: 'bin(date, step=week)', y: 'count()', brush: 'x' },
  { mark: 'density', x: 'distance', y: 'delay' },
];

/** Resolves once all four plots are drawn. */
function drawn() {
  return new Promise((resolve, reject) => {
    let missing = PLOTS.length;
    addEventListener('pika-ready', ({ target }) => {
      if (target.localName === 'pika-plot' && --missing === 0) resolve(performance.now());
    });
    addEventListener('pika-error', ({ detail }) => reject(detail));
  });
}

function element(name, attributes) {
  const created = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) created.setAttribute(attribute, value);
  return created;
}

const FEW = { length: 12 };
const query = element('pika-query', { name: 'flights' });
if (parameters.has('rows'))
  query.data = Object.fromEntries(
    ['delay', 'distance', 'date'].map((name) => [
      name,
      Array.from(FEW, (_, i) => (name === 'date' ? new Date(86_400_000 * i) : i)),
    ]),
  );
else query.setAttribute('src', '/data/flights-3m.parquet');

async function intoFile(stream, name) {
  const handle = await (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
  const startMs = performance.now();
  await (await stream()).pipeTo(await handle.createWritable());
  return { ms: performance.now() - startMs, bytes: (await handle.getFile()).size };
}

window.page = {
  open: drawn(),
  /** Writes the columns of the plots as Arrow, without a snapshot. */
  writeArrow: () =>
    intoFile(() => query.toStream({ type: 'arrow', columns: ['delay', 'distance', 'date'] }), 'flights.arrow'),
  /** Copies bytes that were written before: the least that a file can take. */
  async copyArrow() {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle('flights.arrow');
    return intoFile(async () => (await handle.getFile()).stream(), 'copy.arrow');
  },
  async save(rows) {
    const to = await (await navigator.storage.getDirectory()).getFileHandle('flights.pika', { create: true });
    const startMs = performance.now();
    await workspace.save({ rows, to });
    return { ms: performance.now() - startMs, bytes: (await to.getFile()).size };
  },
  /** Hands the snapshot to the bench. */
  async download() {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle('flights.pika');
    const href = URL.createObjectURL(await handle.getFile());
    Object.assign(document.createElement('a'), { href, download: 'flights.pika' }).click();
  },
};

if (snapshot === null)
  workspace.append(query, ...PLOTS.map((plot) => element('pika-plot', { from: 'flights', ...plot })));
else {
  workspace.trust = true;
  workspace.src = snapshot;
}
