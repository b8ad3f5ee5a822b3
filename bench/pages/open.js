/**
 * `open.html?copies=3`: two columns of three copies of the flights file, concatenated; with 0 copies, twelve rows in
 * memory. `&plain`: without brushes, for which the CPU backend keeps the pixel of every row.
 */
import { pageEngine } from '/dist/pika-plot.js';

const parameters = new URLSearchParams(location.search);
const copies = Number(parameters.get('copies'));
const query = document.createElement('pika-query');
query.setAttribute('name', 'flights');
if (copies > 0)
  query.setAttribute(
    'src',
    Array.from({ length: copies }, (_, i) => `/data/flights-3m.parquet${i > 0 ? `?${i}` : ''}`).join(' '),
  );
else
  query.data = {
    delay: Float32Array.from({ length: 12 }, (_, i) => i),
    distance: Float32Array.from({ length: 12 }, (_, i) => i),
  };
const plots = ['bin(delay, step=5)', 'bin(distance, step=60)'].map((x) => {
  const plot = document.createElement('pika-plot');
  for (const [name, value] of Object.entries({
    from: 'flights',
    mark: 'bar',
    x,
    y: 'count()',
    ...(!parameters.has('plain') && { brush: 'x' }),
  }))
    plot.setAttribute(name, value);
  return plot;
});

window.page = {
  open: Promise.all(
    plots.map(
      (plot) =>
        new Promise((ready, failed) => {
          plot.addEventListener('pika-ready', () => ready(), { once: true });
          plot.addEventListener('pika-error', (event) => failed(event.detail), { once: true });
        }),
    ),
  ).then(() => performance.now()),
  stages: () => pageEngine().profile.spans,
};
document.body.append(query);
document.querySelector('main').append(...plots);
