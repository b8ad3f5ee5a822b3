/**
 * Five histograms over `?columns` columns of `?rows` floats, near zero with `?skewed`. With a billion rows there can be
 * only one column: a browser allows a page no memory for five. The device itself reports the time of a move.
 */
import { randomFrom } from './cloud.js';

const asked = new URLSearchParams(location.search);
const rows = Number(asked.get('rows'));
const PLOTS = 5;
const columns = ['a', 'b', 'c', 'd', 'e'].slice(0, Number(asked.get('columns') ?? PLOTS));

for (let i = 0; i < PLOTS; i++) {
  const plot = document.createElement('pika-plot');
  const attributes = {
    from: 'rows',
    mark: 'bar',
    x: `bin(${columns[i % columns.length]}, step=0.02)`,
    y: 'count()',
    'x-domain': '0, 1',
    brush: 'x',
  };
  for (const [key, value] of Object.entries(attributes)) plot.setAttribute(key, value);
  document.querySelector('main').append(plot);
}

/** Devices that the page requested. */
const devices = [];
if (globalThis.GPUAdapter) {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...args) {
    const device = await requestDevice.apply(this, args);
    devices.push(device);
    return device;
  };
}

/**
 * A long column repeats one block of numbers: the GPU's time does not depend on it, and generating all would take
 * minutes.
 */
function column(seed) {
  const values = new Float32Array(rows);
  const block = Math.min(rows, 1 << 22);
  const next = randomFrom(seed);
  for (let i = 0; i < block; i++) values[i] = asked.has('skewed') ? next() ** 4 : next();
  for (let from = block; from < rows; from += block) values.copyWithin(from, 0, Math.min(block, rows - from));
  return values;
}

const moves = [];
addEventListener(
  'pointermove',
  ({ timeStamp, buttons }) => {
    if (buttons === 0) return;
    const startMs = performance.now();
    const { port1, port2 } = new MessageChannel();
    // After all listeners of the event, one of which submits the frame.
    port1.onmessage = async () => {
      const submittedMs = performance.now();
      await devices.at(-1)?.queue.onSubmittedWorkDone();
      const doneMs = performance.now();
      moves.push({ sinceEvent: doneMs - timeStamp, inPage: doneMs - startMs, byPage: submittedMs - startMs });
    };
    port2.postMessage(0);
  },
  { capture: true },
);

window.page = { moves, open: open(), record, kernelMs };

async function record() {
  (await import('/dist/pika-plot.js')).pageEngine().profile.start();
}

/** Median GPU time of the histograms of a move, by timestamp queries. */
async function kernelMs() {
  const { profile } = (await import('/dist/pika-plot.js')).pageEngine();
  profile.stop();
  const passes = JSON.parse(profile.export()).traceEvents.filter(
    ({ ph, name }) => ph === 'X' && name.startsWith('pika.gpu.histograms'),
  );
  return passes.map(({ dur }) => dur / 1000).sort((a, b) => a - b)[passes.length >> 1] ?? NaN;
}

async function open() {
  const startMs = performance.now();
  const data = Object.fromEntries(columns.map((name, i) => [name, column(i + 1)]));
  const madeMs = performance.now();
  const { configure, pageEngine } = await import('/dist/pika-plot.js');
  await configure({ backend: 'webgpu', memory: { gpuBytes: 64e9, jsBytes: 64e9 } });
  const plots = [...document.querySelectorAll('pika-plot')];
  const drawn = Promise.all(
    plots.map(
      (plot) =>
        new Promise((done, failed) => {
          plot.addEventListener('pika-ready', done, { once: true });
          plot.addEventListener('pika-error', ({ detail }) => failed(new Error(detail.message)), { once: true });
        }),
    ),
  );
  document.querySelector('pika-query').data = data;
  await drawn;
  const sums = await Promise.all(plots.map(async (plot) => (await plot.counts()).counts.reduce((a, b) => a + b, 0)));
  return {
    makeMs: madeMs - startMs,
    drawMs: performance.now() - madeMs,
    sums,
    backend: (await pageEngine().status()).description,
  };
}
