/**
 * The rows of the benches: generated once from a seed, stored as Parquet beside the bundles (never committed), the same
 * file for every library.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../examples/prepare.mjs';
import { randomFrom } from './pages/cloud.js';

/** Change it together with the generated rows, so that no old file is reused. */
const VERSION = 2;
const FOLDER = 'bench/built/rows';
const GROUP_ROWS = 1 << 18;

/** Writes the file with this many rows unless it exists; returns its path below the root. */
export async function prepareRows(rows) {
  return prepare(`crossfilter-${VERSION}-${rows}`, rows, async () => {
    const { makeVector } = await import('apache-arrow');
    return Object.fromEntries(Object.entries(makeRows(rows)).map(([name, values]) => [name, makeVector(values)]));
  });
}

/**
 * @param make returns the columns as Arrow vectors
 * @param form the format of the file, and its suffix
 */
async function prepare(name, rows, make, form = 'parquet') {
  const path = `${FOLDER}/${name}.${form}`;
  if (existsSync(join(ROOT, path))) return path;
  console.error(`Generating ${rows.toLocaleString('en')} rows: ${path} …`);
  await mkdir(join(ROOT, FOLDER), { recursive: true });
  const { Table, tableToIPC } = await import('apache-arrow');
  const parquet = createRequire(import.meta.url)('parquet-wasm/node');
  const ipc = tableToIPC(new Table(await make()), 'stream');
  await writeFile(join(ROOT, `${path}.part`), form === 'arrow' ? ipc : parquetOf(parquet, ipc));
  await rename(join(ROOT, `${path}.part`), join(ROOT, path));
  return path;
}

function parquetOf(parquet, ipc) {
  const options = new parquet.WriterPropertiesBuilder()
    .setCompression(parquet.Compression.SNAPPY)
    .setDictionaryEnabled(false)
    .setMaxRowGroupSize(GROUP_ROWS)
    .build();
  return parquet.writeParquet(parquet.Table.fromIPCStream(ipc), options);
}

/**
 * The numbers depend only on the number of rows, not on the machine. Each column lies within [0, top) of 100, 100, 240,
 * 24, 500, 512, 512. Uniform, skewed towards one end, and lumpy; `u` and `v` are a cloud of clusters. All depend on
 * `even`, as columns of real rows correlate: if ten million rows did not, every brush would leave the same picture, to
 * the pixel.
 */
export function makeRows(rows) {
  const next = randomFrom(20260101);
  const bell = () => (next() + next() + next() + next()) / 4;
  const columns = {
    even: new Float32Array(rows),
    skewed: new Float32Array(rows),
    delay: new Int32Array(rows),
    hour: new Int32Array(rows),
    fare: new Float32Array(rows),
    u: new Float32Array(rows),
    v: new Float32Array(rows),
  };
  for (let i = 0; i < rows; i++) {
    const share = next();
    const delay = Math.min(239, Math.floor(60 * bell() + 180 * next() ** 8 + 40 * share * next()));
    const hour = Math.min(23, Math.floor((next() < 0.5 ? 6 + 6 * bell() : 24 * bell()) * (0.7 + 0.3 * share)));
    columns.even[i] = 99.99 * share;
    columns.skewed[i] = 99.99 * next() * next() * next() ** (0.5 + share);
    columns.delay[i] = delay;
    columns.hour[i] = hour;
    columns.fare[i] = Math.min(499.9, 20 + 400 * next() ** (2 + share) + delay / 4);
    const cluster = Math.floor(next() * 5);
    columns.u[i] = Math.min(511.9, 60 + 80 * cluster + 90 * (bell() - 0.5) + delay / 6);
    columns.v[i] = Math.min(
      511.9,
      90 + 320 * Math.abs(Math.sin(cluster * 2.1 + columns.even[i] / 80)) + 120 * (bell() - 0.5) + hour,
    );
  }
  return columns;
}

export const MANY_COLUMNS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

/**
 * Ten columns within [0, 100), every other one of integers, for many plots. All depend on `a`, as those of
 * {@link makeRows} on `even`.
 *
 * @param form `arrow` writes a stream of Arrow
 */
export async function prepareMany(rows, form = 'parquet') {
  const make = async () => {
    const { makeVector } = await import('apache-arrow');
    const next = randomFrom(20260103);
    const columns = MANY_COLUMNS.map((_, c) => (c % 2 === 0 ? new Float32Array(rows) : new Int32Array(rows)));
    for (let i = 0; i < rows; i++) {
      const share = next();
      columns[0][i] = 99.99 * share;
      for (let c = 1; c < columns.length; c++) columns[c][i] = 99.99 * next() ** (0.5 + (c % 4) * share);
    }
    return Object.fromEntries(MANY_COLUMNS.map((name, c) => [name, makeVector(columns[c])]));
  };
  return prepare(`many-${VERSION}-${rows}`, rows, make, form);
}

const ORIGINS = ['ORD', 'DFW', 'ATL', 'LAX', 'PHX', 'STL', 'DTW', 'other'];
const FIRST_DAY_MS = Date.UTC(2001, 0, 1);
const DAYS = 181;
const DAY_MS = 86_400_000;

/** As many made flights, half a year of them: their delay depends on hour, weekday, origin and week. */
export async function prepareFlights(rows) {
  return prepare(`linked-${VERSION}-${rows}`, rows, async () => {
    const { Dictionary, Int8, Utf8, TimestampMillisecond, makeData, makeVector, vectorFromArray } =
      await import('apache-arrow');
    const { origin, date, ...numbers } = makeFlights(rows);
    const dictionary = vectorFromArray(ORIGINS, new Utf8());
    return {
      ...Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, makeVector(values)])),
      date: makeVector(makeData({ type: new TimestampMillisecond(), length: rows, data: date })),
      origin: makeVector(
        makeData({ type: new Dictionary(new Utf8(), new Int8()), length: rows, data: origin, dictionary }),
      ),
    };
  });
}

function makeFlights(rows) {
  const next = randomFrom(20260102);
  const columns = {
    date: new BigInt64Array(rows),
    delay: new Int32Array(rows),
    distance: new Int32Array(rows),
    hour: new Int32Array(rows),
    weekday: new Int32Array(rows),
    origin: new Int8Array(rows),
  };
  for (let i = 0; i < rows; i++) {
    const day = Math.floor(DAYS * next());
    const hour = Math.min(23, Math.floor(5 + 19 * next() ** 1.2));
    const weekday = (day + 1) % 7;
    const origin = Math.floor(ORIGINS.length * next() ** 0.7);
    const late = 8 * next() ** 2 * (hour / 6 + ((weekday * 3) % 7) / 2 + origin / 2 + Math.sin(day / 20));
    columns.date[i] = BigInt(FIRST_DAY_MS + day * DAY_MS + hour * 3_600_000 + Math.floor(3_600_000 * next()));
    columns.delay[i] = Math.round(-25 + 30 * (next() + next() + next()) - 20 + late + 120 * next() ** 9);
    columns.distance[i] = Math.floor(100 + 2800 * next() ** 2);
    columns.hour[i] = hour;
    columns.weekday[i] = weekday;
    columns.origin[i] = origin;
  }
  return columns;
}
