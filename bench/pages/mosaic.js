import * as vg from '@uwdata/vgplot';
import * as duckdb from '@duckdb/duckdb-wasm';
import readParquetModule, { ParquetFile } from 'parquet-wasm/esm/parquet_wasm.js';

const files = '/bench/node_modules/@duckdb/duckdb-wasm/dist';
const spans = [];
const time = async (name, work) => {
  const startMs = performance.now();
  const result = await work();
  spans.push({ module: 'mosaic', name, startMs, endMs: performance.now() });
  return result;
};

async function startDatabase() {
  const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(`${files}/duckdb-browser-eh.worker.js`));
  await db.instantiate(`${files}/duckdb-eh.wasm`);
  return db;
}

const asked = new URLSearchParams(location.search);

/**
 * The rows of each page. Rows outside the domains are kept but fall into no bin, as in our plots; otherwise Mosaic would
 * draw hundreds of bars out of sight.
 */
const SETS = {
  flights: {
    file: '/data/flights-3m.parquet',
    columns: ['date', 'delay', 'distance'],
    rows: 3_000_000,
    select: `(CASE WHEN delay >= -60 AND delay < 180 THEN delay END)::INTEGER AS delay,
      (CASE WHEN distance >= 0 AND distance < 3000 THEN distance END)::INTEGER AS distance,
      hour(date)::INTEGER AS hour, day(date)::INTEGER AS day, dayofweek(date)::INTEGER AS weekday`,
  },
  // A line for each of the seven largest origins, and one for all others.
  linked: {
    file: '/data/flights-3m.parquet',
    columns: ['date', 'delay', 'distance', 'origin'],
    rows: 3_000_000,
    select: `delay::INTEGER AS delay, distance::INTEGER AS distance, hour(date)::INTEGER AS hour,
      dayofweek(date)::INTEGER AS weekday, date_trunc('week', date)::TIMESTAMP AS week,
      CASE WHEN origin IN ('ORD', 'DFW', 'ATL', 'LAX', 'PHX', 'STL', 'DTW') THEN origin ELSE 'other' END AS origin`,
  },
  crossfilter: {
    file: asked.get('file'),
    columns: ['even', 'skewed', 'delay', 'hour', 'fare', ...(asked.has('density') ? ['u', 'v'] : [])],
    rows: Number(asked.get('rows')),
    select: '*',
  },
  many: { file: asked.get('file'), columns: window.many?.columns, rows: Number(asked.get('rows')), select: '*' },
};

/**
 * DuckDB-WASM fetches its Parquet reader from a server on first use, which fails in an offline bench. So the rows are
 * inserted as Arrow, one row group at a time, on a separate connection.
 */
async function loadRows(db, { file: url, columns, rows: expected, select }) {
  await readParquetModule('/node_modules/parquet-wasm/esm/parquet_wasm_bg.wasm');
  const bytes = await time('download', async () => (await fetch(url)).blob());
  const file = await ParquetFile.fromFile(bytes);
  const groups = file.metadata().numRowGroups();
  const loading = await db.connect();
  for (let group = 0; group < groups; group++) {
    const table = await time('read parquet', () => file.read({ rowGroups: [group], columns }));
    await time('insert', () =>
      loading.insertArrowFromIPCStream(table.intoIPCStream(), { name: 'file', create: group === 0 }),
    );
  }
  await time('create table', () => loading.query(`CREATE TABLE flights AS SELECT ${select} FROM file`));
  const { rows } = (await loading.query('SELECT count(*)::INTEGER AS rows FROM flights')).get(0);
  await loading.query('DROP TABLE file');
  await loading.close();
  if (rows !== expected) throw new Error(`${url}: expected ${expected} rows, found ${rows}.`);
}

const brush = vg.Selection.crossfilter();
const size = { three: [540, 260], wide: [1096, 420], five: [354, 260], square: [614, 640] };
/** Around the box of a plot, as around ours. */
const insets = window.many
  ? { left: 41, top: 24, right: 10, bottom: 30 }
  : { left: 43, top: 26, right: 18, bottom: 38 };
const margins = [
  vg.marginLeft(insets.left),
  vg.marginTop(insets.top),
  vg.marginRight(insets.right),
  vg.marginBottom(insets.bottom),
];
const histogram = (column, step, domain, [width, height]) =>
  vg.plot(
    vg.rectY(vg.from('flights', { filterBy: brush }), {
      x: vg.bin(column, { step }),
      y: vg.count(),
      fill: '#2f6fde',
      inset: 0.5,
    }),
    vg.intervalX({ as: brush }),
    vg.xDomain(domain),
    vg.yDomain(vg.Fixed),
    vg.yTickFormat('s'),
    vg.width(width),
    vg.height(height),
    ...margins,
  );
// 10 miles by 2 minutes a cell: the grid of our density at this size.
const density = ([width, height]) =>
  vg.plot(
    vg.raster(vg.from('flights', { filterBy: brush }), {
      x: 'distance',
      y: 'delay',
      fill: 'density',
      width: 300,
      height: 120,
      pad: 0,
      imageRendering: 'pixelated',
    }),
    vg.intervalXY({ as: brush }),
    vg.xDomain([0, 3000]),
    vg.yDomain([-60, 180]),
    vg.colorScale('symlog'),
    vg.colorScheme('ylgnbu'),
    vg.width(width),
    vg.height(height),
    ...margins,
  );

/** A grid of 512 by 512. */
const cloud = ([width, height]) =>
  vg.plot(
    vg.raster(vg.from('flights', { filterBy: brush }), {
      x: 'u',
      y: 'v',
      fill: 'density',
      width: 512,
      height: 512,
      pad: 0,
      imageRendering: 'pixelated',
    }),
    vg.xDomain([0, 512]),
    vg.yDomain([0, 512]),
    vg.colorScale('symlog'),
    vg.colorScheme('ylgnbu'),
    vg.width(width),
    vg.height(height),
    ...margins,
  );

/**
 * Axes of averages stay where they are, as in our page. Left to itself, Mosaic reduces such a line to pixels by a query
 * (M4) that its index can't answer: each move takes 0.6 s.
 */
const averages = (mark, options, ...attributes) =>
  vg.plot(
    mark(vg.from('flights', { filterBy: brush, optimize: false }), options),
    ...attributes,
    vg.width(size.five[0]),
    vg.height(size.five[1]),
    ...margins,
  );
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const WEEKDAYS = Array.from({ length: 7 }, (_, day) => day);

const main = document.querySelector('main');
const views = {
  three: () => [
    histogram('delay', 5, [-60, 180], size.three),
    histogram('distance', 60, [0, 3000], size.three),
    density(size.wide),
  ],
  five: () => [
    histogram('delay', 5, [-60, 180], size.five),
    histogram('distance', 60, [0, 3000], size.five),
    histogram('hour', 1, [0, 24], size.five),
    histogram('day', 1, [1, 32], size.five),
    histogram('weekday', 1, [0, 7], size.five),
  ],
  linked: () => [
    histogram('delay', 5, [-60, 180], size.five),
    averages(vg.barY, { x: 'hour', y: vg.avg('delay'), fill: '#2f6fde' }, vg.xDomain(HOURS), vg.yDomain([-60, 180])),
    averages(
      vg.cell,
      { x: 'hour', y: 'weekday', fill: vg.avg('delay') },
      vg.xDomain(HOURS),
      vg.yDomain(WEEKDAYS),
      vg.colorDomain([-60, 180]),
      vg.colorScheme('ylgnbu'),
    ),
    averages(vg.lineY, { x: 'week', y: vg.avg('delay'), stroke: 'origin' }, vg.yDomain([-60, 180])),
    density([726, 260]),
  ],
  many: () => {
    const { plots, widthCss, heightCss } = window.many;
    return plots.map(({ column, step, domain }) => histogram(column, step, domain, [widthCss, heightCss]));
  },
  crossfilter: () => [
    histogram('even', 2, [0, 100], size.five),
    histogram('skewed', 2, [0, 100], size.five),
    histogram('delay', 4, [0, 240], size.five),
    histogram('hour', 1, [0, 24], size.five),
    histogram('fare', 10, [0, 500], size.five),
    ...(asked.has('density') ? [cloud(size.square)] : []),
  ],
};

async function open() {
  const db = await time('start database', startDatabase);
  await loadRows(db, SETS[main.dataset.rows]);
  const coordinator = vg.coordinator();
  coordinator.databaseConnector(vg.wasmConnector({ duckdb: db, connection: await db.connect() }));
  const plots = views[main.className]();
  if (main.className === 'three') plots[2].classList.add('wide');
  if (main.className === 'linked') plots[4].classList.add('wide');
  if (asked.has('density')) plots[5].classList.add('square');
  recorder.plots = window.many ? window.many.placesInSight().map((i) => plots[i]) : plots;
  main.append(...plots);
  return time('first plots', () => recorder.drawn());
}

window.page = {
  open: open(),
  idle: () => vg.coordinator().manager.pendingResults.length === 0,
  box: (index) => {
    const { left, top, width, height } = recorder.plots[index].querySelector('svg').getBoundingClientRect();
    return {
      x: left + insets.left,
      y: top + insets.top,
      width: width - insets.left - insets.right,
      height: height - insets.top - insets.bottom,
    };
  },
  /** Every plot keeps its picture. */
  blank: () => 0,
  stages: () => spans,
  describe: async () => 'DuckDB-WASM, eh bundle, pre-aggregation and query cache as shipped',
};
