/**
 * Who may know whom, as data. A room is a folder of src/engine; the single files beside the rooms are rooms of their own names.
 * Entries name a whole room (`rows`), or one file of it (`columns/keys`); `types` are open to `import type` only.
 */
export interface RoomRule {
  readonly values?: readonly string[];
  readonly types?: readonly string[];
  /** Packages the room may import; a trailing `*` stands for the rest of the name. */
  readonly packages?: readonly string[];
  /** May import shaders/*.wgsl. */
  readonly shaders?: boolean;
}

/** Nouns that every file may import. */
export const COMMON_NOUNS: readonly string[] = ['errors', 'abort', 'events', 'profile', 'memory', 'version', 'clock', 'breather', 'browser'];

const COLUMN_NOUNS = ['columns/column', 'columns/keys', 'columns/civil-date'];
const FRAME_NOUNS = ['frame/recording', 'frame/backend'];
const ENGINE_ROOMS = ['spec', 'plan', 'source', 'rows', 'columns', 'link', 'frame', 'gpu', 'cpu', 'snapshot'];

/** The single files that the composition root is made of. */
const ENGINE_PARTS = ['queries', 'backends', 'running'];

export const ROOM_RULES: Readonly<Record<string, RoomRule>> = {
  errors: {},
  abort: {},
  events: {},
  profile: {},
  memory: {},
  version: {},
  clock: {},
  breather: {},
  browser: {},
  seams: { types: ['cpu/protocol', 'engine-events', 'frame/backend', 'source/catalog'] },
  spec: {},
  plan: { values: ['spec', ...COLUMN_NOUNS, 'frame'], types: ['source/source'], packages: ['d3-*'] },
  rows: { values: COLUMN_NOUNS, packages: ['@uwdata/flechette', 'fzstd', 'parquet-wasm', 'parquet-wasm/*', 'hyparquet/*', 'hyparquet-compressors'] },
  source: { values: ['rows', ...COLUMN_NOUNS], packages: ['@duckdb/duckdb-wasm', '@duckdb/duckdb-wasm/*'] },
  columns: { types: [...FRAME_NOUNS, 'source/source'] },
  frame: { values: COLUMN_NOUNS, packages: ['d3-*'] },
  link: { values: [...COLUMN_NOUNS, ...FRAME_NOUNS, 'frame/rasterise-polygon', 'source/sql-tokens'], types: ['frame/conductor'] },
  gpu: { values: [...COLUMN_NOUNS, ...FRAME_NOUNS], shaders: true },
  cpu: { values: [...COLUMN_NOUNS, ...FRAME_NOUNS] },
  snapshot: { values: ['spec'] },
  // The composition root, and what it composes for one plot.
  view: { values: ENGINE_ROOMS },
  'engine-events': { types: ['link/selection', 'source/source'] },
  queries: { values: ['source'], types: ['engine-events'] },
  backends: { values: ['cpu', 'gpu'], types: ['frame', 'seams'] },
  running: { values: ['columns', 'frame', 'link'], types: ['backends', 'cpu', 'engine-events', 'seams', 'source', 'view'] },
  engine: { values: [...ENGINE_ROOMS, 'view', ...ENGINE_PARTS, 'seams', 'engine-events'] },
  index: { values: ['engine', 'plan/marks/index', 'source/nearest-names'], types: [...ENGINE_ROOMS, 'view', 'seams', 'engine-events'] },
  // Outside the engine.
  // A bundle of its own, which brings no second engine; but the kernels, to run them without a worker.
  testing: { values: ['cpu/kernel-host'], types: ['seams', 'cpu/protocol', 'frame/backend', 'frame/recording'] },
  components: { values: ['index'], packages: ['lit', 'lit/*', '@lit/*', 'd3-*'] },
  entry: { values: ['components', 'index'], packages: ['@lit/react', 'react', 'vue'] },
};

/** Names of the page that the engine does not know, because it also runs in workers and under Node. */
export const DOM_NAMES = new RegExp(
  '^(document|window|customElements|localStorage|sessionStorage|getComputedStyle|matchMedia|requestAnimationFrame|ShadowRoot|DOMParser'
  + '|CSSStyleSheet|DOMRect|(Resize|Mutation|Intersection)Observer|(HTML|SVG)\\w*Element|OffscreenCanvas|(Pointer|Mouse|Keyboard|Wheel)Event)$');

/** The few exceptions: which names stand in which rooms. A frame needs a canvas and the beat of the screen. */
export const DOM_ALLOWED: Readonly<Record<string, readonly string[]>> = {
  frame: ['HTMLCanvasElement', 'OffscreenCanvas', 'requestAnimationFrame'],
  gpu: ['HTMLCanvasElement', 'OffscreenCanvas'],
  cpu: ['HTMLCanvasElement', 'OffscreenCanvas'],
  clock: ['requestAnimationFrame'],
};

/** The machine's own timers, which a test can't move by hand: everything else in the engine waits by its clock. */
export const TIMERS = /^(set(Timeout|Interval|Immediate)|requestIdleCallback|scheduler)$/;

/** Who may have them, because it does not act since time has passed, but waits for somebody who may not answer, or lets others go first. */
export const TIMERS_ALLOWED: Readonly<Record<string, string>> = {
  'src/engine/clock.ts': 'is the page\'s clock',
  'src/engine/engine.ts': 'idle time, which EngineOptions.whenIdle replaces',
  'src/engine/events/bus.ts': 'a bus without an engine; the engine hands in its clock',
  'src/engine/gpu/device.ts': 'news of a loss that may never come',
  'src/engine/gpu/pipeline-memory.ts': 'lets the page in between two pipelines',
  'src/engine/rows/stall-guard.ts': 'a server\'s silence',
  'src/engine/source/data-feed.ts': 'a source that sends faster than a page draws',
  'src/engine/source/watchdog.ts': 'a worker\'s silence',
};
