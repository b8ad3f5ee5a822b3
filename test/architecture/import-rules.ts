/**
 * Which module may import which, as data. A module is a folder of src/engine, or a single file beside them. An entry
 * names a whole module (`rows`), a folder of it (`rows/arrow`) or one file (`columns/keys`); `types` allows `import
 * type` only.
 */
export interface ModuleRule {
  readonly values?: readonly string[];
  readonly types?: readonly string[];
  /** Packages the module may import; a trailing `*` matches the rest of the name. */
  readonly packages?: readonly string[];
  /** May import shaders/*.wgsl. */
  readonly shaders?: boolean;
}

/** Shared modules of types and constants that every file may import. */
export const COMMON_NOUNS: readonly string[] = [
  'errors',
  'abort',
  'events',
  'profile',
  'memory',
  'version',
  'clock',
  'event-loop-yield',
  'on-demand',
  'browser',
  'nearest-names',
];

const COLUMN_NOUNS = [
  'columns/column',
  'columns/keys',
  'columns/civil-date',
  'columns/column-values',
  'columns/ordinals',
  'columns/label-order',
  'columns/measure-pages',
];
const FRAME_NOUNS = [
  'frame/recording',
  'frame/backend',
  'frame/clause-columns',
  'frame/ids',
  'frame/box',
  'frame/color',
  'frame/surface-paint',
];
const PLOT_MODULES = ['plot', 'select', 'inspect', 'zoom', 'table'];
const ENGINE_MODULES = [
  'grammar',
  'scales',
  'guides',
  'plan',
  'sql',
  'source',
  'rows',
  'columns',
  'link',
  'frame',
  'paints',
  'gpu',
  'cpu',
];

export const MODULE_RULES: Readonly<Record<string, ModuleRule>> = {
  errors: {},
  abort: {},
  events: {},
  profile: {},
  memory: {},
  version: {},
  clock: {},
  'event-loop-yield': {},
  'on-demand': {},
  browser: {},
  'nearest-names': {},
  seams: { types: ['cpu/workers/protocol', 'engine-events', 'frame/backend', 'source/catalog'] },
  // Languages and time zones, from the browser's Intl.
  locale: { packages: ['d3-format', 'd3-time-format'] },
  grammar: { values: ['sql/column-names', 'sql/sql-operands', 'sql/sql-tokens'] },
  sql: {
    values: ['grammar', 'locale', 'scales', ...COLUMN_NOUNS, 'frame/rasterise-polygon', 'rows/values/describe-value'],
  },
  scales: {
    values: [...COLUMN_NOUNS, 'grammar/calendar-step', 'grammar/scale-spec', 'grammar/symbols', 'locale'],
    types: ['frame/recording', 'grammar'],
    packages: ['d3-*'],
  },
  guides: { values: ['scales'] },
  plan: {
    values: ['curves', 'grammar', ...COLUMN_NOUNS, 'frame', 'locale', 'paints/vectors', 'scales'],
    types: ['source/source', 'paints'],
    packages: ['d3-*'],
  },
  rows: {
    values: COLUMN_NOUNS,
    packages: ['@uwdata/flechette', 'fzstd', 'parquet-wasm', 'parquet-wasm/*', 'hyparquet/*', 'hyparquet-compressors'],
  },
  source: {
    values: ['grammar', 'locale', 'rows', 'sql', ...COLUMN_NOUNS],
    packages: ['@duckdb/duckdb-wasm', '@duckdb/duckdb-wasm/*'],
  },
  columns: { types: [...FRAME_NOUNS, 'source/source'] },
  frame: { values: COLUMN_NOUNS, types: ['paints/index'] },
  link: { values: ['grammar', 'sql', ...COLUMN_NOUNS, ...FRAME_NOUNS], types: ['frame/frame-scheduler'] },
  aggregates: { values: [...COLUMN_NOUNS, ...FRAME_NOUNS, 'frame/compute-once'], types: ['frame/frame-scheduler'] },
  curves: {},
  // One file a paint, with what each backend needs of it.
  paints: { values: ['frame/ids', 'frame/box', 'frame/color'], shaders: true },
  gpu: { values: [...COLUMN_NOUNS, ...FRAME_NOUNS, 'aggregates', 'brush-index', 'paints'], shaders: true },
  cpu: { values: [...COLUMN_NOUNS, ...FRAME_NOUNS, 'aggregates', 'brush-index', 'paints'] },
  'brush-index': {
    values: [...COLUMN_NOUNS, ...FRAME_NOUNS, 'aggregates', 'cpu/kernels/bin2d', 'cpu/kernels/cell-extremes'],
    types: [
      'cpu/columns/bin-codes',
      'cpu/columns/stored-page',
      'cpu/kernels/filter',
      'cpu/kernels/row-cells',
      'cpu/kernels/row-pass',
    ],
  },
  // A plot and its parts.
  plot: { values: ['aggregates', 'locale', ...ENGINE_MODULES, ...PLOT_MODULES] },
  select: {
    values: ['columns', 'frame', 'grammar', 'link', 'plan', 'scales', 'source', 'sql', 'zoom'],
    types: ['plot', 'inspect'],
  },
  // What users chose, as JSON and as the text of a link.
  workspace: {
    values: ['brushing-page/index-plots', 'grammar/parse-clauses', 'rows/values/describe-value', 'sql/column-names'],
    types: ['grammar'],
    packages: ['fflate'],
  },
  // Pages in one file.
  snapshot: {
    values: [
      'rows/parquet/byte-source',
      'rows/parquet/crc32',
      'rows/parquet/ranged-file',
      'rows/values/describe-value',
      'source/files/fetch',
      'source/files/sources-of',
      'source/reads-of',
      'source/result-columns',
      'sql/sql-tokens',
      'workspace/workspace-state',
    ],
    types: ['source', 'sql/sql-parameters'],
    packages: ['fflate', '@noble/hashes/sha2.js'],
  },
  // Counts by the selections of a page that is saved without its rows.
  'brushing-page': {
    values: ['aggregates/aggregate-once', ...COLUMN_NOUNS, ...FRAME_NOUNS, 'scales', 'select/selecting'],
    types: ['grammar', 'link', 'paints', 'plot', 'select'],
  },
  // The script of such a page. It has the geometry and the grips of the elements, so that they look and feel the same.
  'saved-page': {
    values: [
      'brushing-page/brush-sums',
      'brushing-page/read-sections',
      'components/controllers/brush-grips',
      'components/pika-plot/tooltip-place',
      'paints/bar-geometry',
      'paints/cell-colors',
      'plan/shapes/bar-gap',
    ],
    types: ['brushing-page/page-index'],
  },
  // The rows of a query as a table.
  table: {
    values: [
      'columns',
      'frame',
      'grammar',
      'link/linked-views',
      'locale',
      'rows/values/number-text',
      'rows/values/time-text',
      'scales',
      'select',
      'source/field-named',
      'sql/column-names',
      'sql/sql-tokens',
      'plot/filter/filter-labels',
      'plot/filter/filter-values',
      'plot/transient-error',
      'sql/clause-sql',
    ],
    types: ['link', 'plot', 'source'],
  },
  inspect: {
    values: ['frame', 'grammar', 'link', 'plan', 'scales', 'source', ...COLUMN_NOUNS],
    types: ['plot', 'guides'],
  },
  zoom: { values: ['frame', 'grammar', 'link', 'plan', 'scales', ...COLUMN_NOUNS] },
  // The composition root.
  'engine-events': { types: ['link/selection', 'query-states', 'source/source'] },
  'query-states': { types: ['source/source'] },
  queries: { values: ['query-states', 'source'], types: ['engine-events'] },
  backends: { values: ['cpu', 'gpu'], types: ['frame', 'seams'] },
  runtime: {
    values: ['aggregates', 'columns', 'frame', 'link'],
    types: ['backends', 'cpu', 'engine-events', 'seams', 'source', ...PLOT_MODULES],
  },
  engine: {
    values: [
      ...ENGINE_MODULES,
      ...PLOT_MODULES,
      'queries',
      'backends',
      'runtime',
      'seams',
      'engine-events',
      'query-states',
      'snapshot/no-page-files',
    ],
    types: ['snapshot'],
  },
  index: {
    values: [
      'columns/label-order',
      'engine',
      'backends',
      'guides/legend-layout',
      'plan/marks/index',
      'scales/value-text',
      'nearest-names',
      'on-demand',
      'snapshot/on-demand',
      'workspace/on-demand',
      'grammar/attributes/attributes',
      'grammar/attributes/word-types',
      'rows/values/describe-value',
      'grammar/from-json',
      'grammar/to-json',
      'scales/color/ramps',
    ],
    types: [
      ...ENGINE_MODULES,
      ...PLOT_MODULES,
      'brushing-page',
      'snapshot',
      'workspace',
      'seams',
      'engine-events',
      'query-states',
    ],
  },
  // Outside the engine. `testing` is a separate bundle, without a second engine but with the kernels, to run them
  // without a worker.
  testing: {
    values: ['cpu/workers/kernel-host'],
    types: ['seams', 'cpu/workers/protocol', 'frame/backend', 'frame/recording'],
  },
  // The JSON Schema of a plot, built for the package and not part of a bundle.
  schema: { values: ['grammar'] },
  components: {
    values: ['index', 'saved-page/page-script'],
    types: ['saved-page'],
    packages: ['lit', 'lit/*', '@lit/*', 'd3-*'],
  },
  entry: { values: ['components', 'index'] },
};

/** DOM names that the engine may not use, because it also runs in workers and under Node. */
export const DOM_NAMES = new RegExp(
  '^(document|window|customElements|localStorage|sessionStorage|getComputedStyle|matchMedia|requestAnimationFrame|ShadowRoot|DOMParser' +
    '|CSSStyleSheet|DOMRect|(Resize|Mutation|Intersection)Observer|(HTML|SVG)\\w*Element|OffscreenCanvas|(Pointer|Mouse|Keyboard|Wheel)Event)$',
);

/** Exceptions by module: a frame needs a canvas and animation frames. */
export const DOM_ALLOWED: Readonly<Record<string, readonly string[]>> = {
  frame: ['HTMLCanvasElement', 'OffscreenCanvas', 'requestAnimationFrame'],
  gpu: ['HTMLCanvasElement', 'OffscreenCanvas'],
  cpu: ['HTMLCanvasElement', 'OffscreenCanvas'],
  clock: ['requestAnimationFrame'],
};

/** The platform's timers, which a test cannot advance: the engine waits by its own clock instead. */
export const TIMERS = /^(set(Timeout|Interval|Immediate)|requestIdleCallback|scheduler)$/;

/** Files that may use them, with the reason: they wait for a response that may never come, or yield to other work. */
export const TIMERS_ALLOWED: Readonly<Record<string, string>> = {
  'src/engine/clock.ts': "is the page's clock",
  'src/engine/engine.ts': 'idle time, which EngineOptions.whenIdle replaces',
  'src/engine/events/bus.ts': 'for a bus without an engine; the engine passes its clock',
  'src/engine/gpu/device/device.ts': 'news of a loss that may never come',
  'src/engine/gpu/frames/pipeline-memory.ts': 'yields to the page between two pipelines',
  'src/engine/rows/stall-guard.ts': "a server's silence",
  'src/engine/source/data-feed.ts': 'a source that sends faster than a page draws',
  'src/engine/source/duckdb/watchdog.ts': "a worker's silence",
};
