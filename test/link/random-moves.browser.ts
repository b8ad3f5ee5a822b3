/// <reference types="mocha" />
import { Engine } from '../../src/engine/engine';
import { openDuckdb } from '../harness/duckdb-browser';
import type { Oracle } from '../harness/oracle';
import { Random } from '../harness/random';
import { checkRandomMoves, GROUPS, PLOTS, randomRows } from './random-moves';

const { PIKA_MOVES = '60', PIKA_SEED = '1' } = (
  (await import('/test/environment.js' as string)) as { default: Record<string, string> }
).default;
/** Enough pages for several workers. A software GPU has no workers, and is slow: fewer rows. */
const ROWS = { cpu: 270_000, webgpu: 30_000 } as const;
const RUNS = [
  ['webgpu', 'webgpu', {}],
  // So few rows are otherwise scanned.
  ['webgpu', 'webgpu with indexes', { indexRows: 0 }],
  ['cpu', 'cpu', {}],
] as const;
const THEME = { accent: [0, 0, 200, 1], context: [200, 200, 200, 1], dark: false, ramp: '' } as const;

describe('random brush moves over several plots', () => {
  let oracle: Oracle;
  before(async () => {
    oracle = await openDuckdb();
  });
  after(() => oracle.close());

  for (const [backend, title, seams] of RUNS) {
    it(`give the counts of SQL, ${title} (${PIKA_MOVES} moves, seed ${PIKA_SEED})`, async function () {
      this.timeout(0);
      const random = new Random(Number(PIKA_SEED));
      const rows = randomRows(random, ROWS[backend], 2000);
      const engine = new Engine({ backend, seams });
      void engine.define({ name: 't', data: rows.data }, {});
      const counted = PLOTS.map(({ mark, x, y, brush }) => ({
        mark,
        x: y ? x : `bin(${x})`,
        y: y ?? 'count()',
        brush,
      }));
      const grouped = Object.keys(GROUPS).map((y) => ({ mark: 'point', x: 'b', y }));
      const views = await Promise.all(
        [...counted, ...grouped].map(async (attributes) => {
          const place = document.body.appendChild(document.createElement('div'));
          let painted = (): void => undefined;
          const ready = new Promise<void>((resolve) => {
            painted = resolve;
          });
          const { view } = await engine.createPlot({
            freshCanvas: () => document.createElement('canvas'),
            show: (canvas) => place.replaceChildren(canvas as HTMLCanvasElement),
            render: () => undefined,
            onPainted: () => painted(),
            onSelected: () => undefined,
            onZoomed: () => undefined,
          });
          view.setTheme(THEME);
          view.resize(300, 200, 1);
          view.update({ from: 't', ...attributes });
          await ready;
          // Until then, brushes are applied later.
          await view.interactive();
          return view;
        }),
      );
      const groupViews = views.splice(PLOTS.length);
      await checkRandomMoves({ views, groupViews, rows, oracle, random, moves: Number(PIKA_MOVES) });
      await engine.dispose();
    });
  }
});
